import { startWireServer, type WireServer } from 'perdure/testing';
import { anthropic, type AnthropicOptions } from '../../../activities/models/anthropic/index.js';
import type { Message } from '../../../src/model/message.js';
import type { ModelReply } from '../../../src/model/reply.js';
import type { ModelRequest } from '../../../src/model/request.js';
import type { Delta, ModelCallContext, ModelProvider } from '../../../src/ports/model-provider.js';

export const key = 'sk-ant-test-0123456789';

/** A request as the tests look at it. */
export interface SentBody {
  readonly messages: { readonly role: string; readonly content: Record<string, unknown>[] }[];
  readonly tools?: { readonly name: string; readonly input_schema: Record<string, unknown> }[];
  readonly [field: string]: unknown;
}

export interface OpenAnthropic {
  readonly server: WireServer;
  readonly provider: ModelProvider;
  readonly deltas: Delta[];
  /** Calls the model; the reply comes back as history would keep it. */
  call(this: void, request?: Partial<ModelRequest>, context?: Partial<ModelCallContext>): Promise<ModelReply>;
  /** The body of the newest request. */
  sent(this: void): SentBody;
}

export function say(text: string): Message {
  return { role: 'user', content: [{ type: 'text', text }] };
}

/** A provider and a server for it, both gone when `work` has ended. */
export async function withAnthropic(
  work: (open: OpenAnthropic) => Promise<void>,
  options: AnthropicOptions = {},
): Promise<void> {
  const server = await startWireServer();
  const provider = anthropic({ baseURL: server.url, ...options });
  const deltas: Delta[] = [];
  try {
    await work({
      server,
      provider,
      deltas,
      sent: () => server.requests.at(-1)?.body as SentBody,
      async call(request, context) {
        const reply = await provider.generate(
          {
            model: 'claude-sonnet-5',
            instructions: 'Be brief.',
            messages: [say('Hello')],
            tools: [],
            toolChoice: 'auto',
            settings: {},
            ...request,
          },
          {
            signal: new AbortController().signal,
            secret: async () => key,
            onDelta: (delta) => void deltas.push(delta),
            ...context,
          },
        );
        return JSON.parse(JSON.stringify(reply)) as ModelReply;
      },
    });
  } finally {
    await server.close();
  }
}
