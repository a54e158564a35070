import type { ModelReply } from '../../../src/model/reply.js';
import type { ModelRequest } from '../../../src/model/request.js';
import type { Delta, ModelProvider } from '../../../src/ports/model-provider.js';

export interface AskOptions {
  readonly secrets?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** One call of a provider, with what it told on the way. */
export async function ask(
  provider: ModelProvider,
  request: Partial<ModelRequest> = {},
  { secrets = { OPENAI_API_KEY: 'test-key' }, signal = new AbortController().signal }: AskOptions = {},
): Promise<{ readonly reply: ModelReply; readonly deltas: readonly Delta[] }> {
  const deltas: Delta[] = [];
  const whole: ModelRequest = {
    model: 'gpt-5',
    instructions: 'Be brief.',
    messages: [{ role: 'user', content: [{ type: 'text', text: 'What is there?' }] }],
    tools: [],
    toolChoice: 'auto',
    settings: {},
    ...request,
  };
  const reply = await provider.generate(whole, {
    signal,
    secret: async (name) => secrets[name],
    onDelta: (delta) => void deltas.push(delta),
  });
  return { reply: JSON.parse(JSON.stringify(reply)) as ModelReply, deltas };
}
