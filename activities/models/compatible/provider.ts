import type { Json } from '../../../src/json.js';
import type { ModelAbilities, ModelProvider } from '../../../src/ports/model-provider.js';
import { classify } from '../openai/classify.js';
import { createConnector } from '../openai/client.js';
import type { Connection } from '../openai/connection.js';
import { toAskedFor } from '../wire/output-format.js';
import { CallMerger } from './merge-calls.js';
import { readStream } from './read-stream.js';
import { toReply } from './to-reply.js';
import { toRequest } from './to-request.js';

export interface ChatOptions extends Connection {
  /** Marks what only this server understands. */
  readonly tag: string;
  abilitiesOf(this: void, model: string): ModelAbilities;
  readonly replaysReasoning: boolean;
  readonly extraBody: Readonly<Record<string, Json>> | undefined;
}

/** Models behind the Chat Completions API, OpenAI's own or another server's. */
export function chatProvider(options: ChatOptions): ModelProvider {
  const connect = createConnector(options);
  const { who, tag, abilitiesOf } = options;
  return {
    abilitiesOf,
    async generate(request, context) {
      const { client, key } = await connect(context);
      const { signal } = context;
      const { body, names, warnings } = toRequest(request, options);
      try {
        const { data, response, request_id } = await client.chat.completions.create(body, { signal }).withResponse();
        const said = await readStream(
          data,
          context,
          new CallMerger(request),
          names,
          response.headers.get('content-type'),
        );
        return {
          ...toAskedFor(toReply(said, names, tag), request),
          ...(request_id && { requestId: request_id }),
          ...(warnings.length > 0 && { warnings }),
        };
      } catch (error) {
        signal.throwIfAborted();
        throw classify(error, { who, key });
      }
    },
  };
}
