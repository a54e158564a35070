import { PerdureError } from '../errors.js';

/** A model as people write it: `openai/gpt-5`, `ollama/qwen3:8b`, `<registered provider>/<model>`. */
export interface ModelName {
  readonly provider: string;
  /** Everything after the first slash. */
  readonly model: string;
}

/** @throws PerdureError `Model.InvalidName` */
export function parseModelName(text: unknown): ModelName {
  const [, provider, model] = (typeof text === 'string' && /^([^/\s]+)\/(\S+)$/.exec(text)) || [];
  if (provider !== undefined && model !== undefined) return { provider, model };
  throw new PerdureError({
    code: 'Model.InvalidName',
    message: `${JSON.stringify(text) ?? 'nothing'} names no model. Write '<provider>/<model>', for example 'openai/gpt-5' or 'ollama/qwen3:8b'.`,
  });
}
