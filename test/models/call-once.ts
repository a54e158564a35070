import type { ModelReply } from '../../src/model/reply.js';
import type { ModelRequest } from '../../src/model/request.js';
import type { Delta, ModelProvider } from '../../src/ports/model-provider.js';

export interface CallOptions {
  readonly secrets?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** One call of a provider with a request of which only what matters is said; the reply has been JSON once. */
export async function callOnce(
  provider: ModelProvider,
  request: Partial<ModelRequest> & { readonly model: string },
  { secrets = { GOOGLE_API_KEY: 'key-1' }, signal = new AbortController().signal }: CallOptions = {},
): Promise<{ readonly reply: ModelReply; readonly deltas: readonly Delta[] }> {
  const deltas: Delta[] = [];
  const reply = await provider.generate(
    {
      instructions: '',
      messages: [{ role: 'user', content: [{ type: 'text', text: 'What is there?' }] }],
      tools: [],
      toolChoice: 'auto',
      settings: {},
      ...request,
    },
    { signal, secret: async (name) => secrets[name], onDelta: (delta) => void deltas.push(delta) },
  );
  return { reply: JSON.parse(JSON.stringify(reply)) as ModelReply, deltas };
}
