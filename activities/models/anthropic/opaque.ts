import type { Json } from '../../../src/json.js';
import type { Opaque } from '../../../src/model/message.js';

const provider = 'anthropic';

/** Marks what only Anthropic understands. */
export function toOpaque(data: unknown): { readonly opaque: Opaque } {
  return { opaque: { provider, data: data as Json } };
}

/** What Anthropic itself sent; `undefined` for what another provider did. */
export function ownData<T>(opaque: Opaque | undefined): T | undefined {
  return opaque?.provider === provider ? (opaque.data as T) : undefined;
}
