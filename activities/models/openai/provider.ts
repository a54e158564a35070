import type { ModelAbilities, ModelProvider } from '../../../src/ports/model-provider.js';
import { toAskedFor } from '../wire/output-format.js';
import { classify } from './classify.js';
import { createConnector } from './client.js';
import type { Connection } from './connection.js';
import { readStream } from './read-stream.js';
import { toReply } from './to-reply.js';
import { toRequest } from './to-request.js';

export interface ResponsesOptions extends Connection {
  /** Marks what only this server understands. */
  readonly tag: string;
  abilitiesOf(this: void, model: string): ModelAbilities;
  readonly reasoningSummary: 'auto' | 'concise' | 'detailed' | undefined;
}

/** Models behind OpenAI's Responses API. */
export function responsesProvider(options: ResponsesOptions): ModelProvider {
  const connect = createConnector(options);
  const { who, tag, abilitiesOf, reasoningSummary } = options;
  return {
    abilitiesOf,
    async generate(request, context) {
      const { client, key } = await connect(context);
      const { signal } = context;
      const abilities = abilitiesOf(request.model);
      const { body, names, warnings } = toRequest(request, { tag, abilities, reasoningSummary });
      try {
        const { data, response, request_id } = await client.responses.create(body, { signal }).withResponse();
        const finished = await readStream(data, context, names, response.headers.get('content-type'));
        return {
          ...toAskedFor(toReply(finished, names, tag), request),
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
