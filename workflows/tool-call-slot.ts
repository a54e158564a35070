import type { ToolCallFacts } from '../src/contract/tool-call.js';

const slot = Symbol.for('perdure.tool-call');

/** Options of one call with what asked for it; a symbol survives interceptors that copy options. */
export function withToolCall<O extends object>(options: O, facts: ToolCallFacts): O {
  return { ...options, [slot]: facts };
}

export function toolCallOf(options: object): ToolCallFacts | undefined {
  return (options as { readonly [slot]?: ToolCallFacts })[slot];
}
