import type { Json } from '../../../src/json.js';

export interface EmbeddedCalls {
  readonly calls: readonly { readonly name: string; readonly arguments: Json }[];
  /** What the model said besides. */
  readonly text: string;
}

/**
 * Calls that a small model has written into its text, as its training had them: `[TOOL_CALLS][…]`,
 * `<tool_call>…</tool_call>`, or nothing but JSON. Only if all name a tool there is; else it is a text.
 */
export function embeddedCalls(text: string, tools: ReadonlySet<string>): EmbeddedCalls | undefined {
  if (tools.size === 0) return undefined;
  const { written, rest } = findCalls(text);
  const calls = written.map((json) => readCalls(json, tools));
  return calls.length > 0 && calls.every((found) => found !== undefined)
    ? { calls: calls.flat(), text: rest }
    : undefined;
}

function findCalls(text: string): { readonly written: readonly string[]; readonly rest: string } {
  const mistral = /^([\s\S]*?)\[TOOL_CALLS\]\s*(\[[\s\S]*\])\s*(?:<\/s>)?\s*$/.exec(text);
  if (mistral) return { written: [mistral[2] ?? ''], rest: (mistral[1] ?? '').trim() };
  const tagged = /<tool_call>\s*([\s\S]*?)\s*(?:<\/tool_call>|$)/g;
  const written = [...text.matchAll(tagged)].map(([, json = '']) => json);
  if (written.length > 0) return { written, rest: text.replace(tagged, '').trim() };
  return /^\s*[[{]/.test(text) ? { written: [text], rest: '' } : { written: [], rest: text };
}

function readCalls(json: string, tools: ReadonlySet<string>): EmbeddedCalls['calls'] | undefined {
  const value = parse(json);
  const calls = (Array.isArray(value) ? value : [value]).map((call: unknown) => readCall(call, tools));
  return calls.length > 0 && calls.every((call) => call !== undefined) ? calls : undefined;
}

function readCall(value: unknown, tools: ReadonlySet<string>): EmbeddedCalls['calls'][number] | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { function: inner, name, arguments: given, parameters = given } = value as Readonly<Record<string, unknown>>;
  if (typeof inner === 'object') return readCall(inner, tools);
  const written = typeof parameters === 'string' ? parse(parameters) : parameters;
  if (typeof name !== 'string' || !tools.has(name)) return undefined;
  if (typeof written !== 'object' || written === null || Array.isArray(written)) return undefined;
  return { name, arguments: written as Json };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}
