/** A piece of a tool call; all but the arguments comes once, or again and again, or never. */
export interface CallPiece {
  readonly index: number | undefined;
  readonly id: string;
  readonly name: string;
  readonly argumentsText: string;
  /** What else stands beside it. */
  readonly extra: Readonly<Record<string, unknown>>;
}

/** What one chunk adds. */
export interface Pieces {
  readonly text: string;
  readonly refusal: string;
  readonly thoughts: string;
  readonly thoughtsField: string | undefined;
  readonly calls: readonly CallPiece[];
}

/** Reads a delta without trust: every compatible server differs in some field. */
export function readPieces(delta: unknown): Pieces {
  const { content, refusal, tool_calls: calls, ...rest } = (delta ?? {}) as Readonly<Record<string, unknown>>;
  // Some send both, with the same text.
  const thoughtsField = ['reasoning_content', 'reasoning'].find((field) => textIn(rest[field]) !== '');
  return {
    text: textIn(content),
    refusal: textIn(refusal),
    thoughts: thoughtsField === undefined ? thinkingIn(content) : textIn(rest[thoughtsField]),
    thoughtsField,
    calls: Array.isArray(calls) ? (calls as readonly unknown[]).map(readCall) : [],
  };
}

function readCall(call: unknown): CallPiece {
  const { index, id, type: _, function: called, ...extra } = (call ?? {}) as Readonly<Record<string, unknown>>;
  const { name, arguments: given } = (called ?? {}) as Readonly<Record<string, unknown>>;
  return {
    index: typeof index === 'number' ? index : undefined,
    id: textIn(id),
    name: textIn(name),
    argumentsText: typeof given === 'object' && given !== null ? JSON.stringify(given) : textIn(given),
    extra,
  };
}

/** A text, or a list of parts with texts among them. */
function textIn(value: unknown): string {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return '';
  const parts = value as readonly { readonly type?: unknown; readonly text?: unknown }[];
  return parts.map(({ type, text }) => (type === 'text' && typeof text === 'string' ? text : '')).join('');
}

function thinkingIn(content: unknown): string {
  if (!Array.isArray(content)) return '';
  return (content as readonly { readonly thinking?: unknown }[]).map(({ thinking }) => textIn(thinking)).join('');
}
