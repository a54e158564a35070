import { PerdureError } from '../errors.js';

export function agentError(code: string, agent: string, message: string, details: object = {}): PerdureError {
  return new PerdureError({ code, message: `agent '${agent}': ${message}`, details: { agent, ...details } });
}
