import { createHash } from 'node:crypto';
import type { ToolSpec } from '../../../src/model/request.js';

/**
 * A tool's name as Gemini takes it. One that has to change ends in a digest of the whole, so that two tools stay two,
 * and so that a name is the same in every call, whatever other tools there are.
 */
export function functionName(tool: string): string {
  if (/^[a-zA-Z_][a-zA-Z0-9_-]{0,63}$/.test(tool)) return tool;
  const digest = createHash('sha256').update(tool).digest('hex').slice(0, 8);
  const readable = tool.replace(/[^a-zA-Z0-9_-]/g, '_').slice(0, 54);
  return `${/^[a-zA-Z_]/.test(readable) ? '' : '_'}${readable}_${digest}`;
}

/** The way back, for the tools of a request; a name nobody knows stays as it is. */
export function toolNames(tools: readonly ToolSpec[]): (called: string) => string {
  const names = new Map(tools.map(({ name }) => [functionName(name), name]));
  return (called) => names.get(called) ?? called;
}
