import type Anthropic from '@anthropic-ai/sdk';
import type { ModelReply } from '../../../src/model/reply.js';
import type { ModelRequest } from '../../../src/model/request.js';
import type { ModelAbilities, ModelCallContext, ModelProvider } from '../../../src/ports/model-provider.js';
import { loadOptional } from '../../load-optional.js';
import { findKey, noKey } from '../wire/find-key.js';
import { limitedFetch } from '../wire/limited-fetch.js';
import { sdkLog } from '../wire/sdk-log.js';
import { SecretHider } from '../../secrets/hide-secrets.js';
import { brokenStream, failedCall } from './classify.js';
import type { AnthropicOptions } from './options.js';
import { readStream, type StreamEvent } from './read-stream.js';
import { toRequest } from './to-request.js';

const defaultSecret = 'ANTHROPIC_API_KEY';
/** One that `fetch` refuses is quoted in its error, so it is looked at before. */

export class AnthropicProvider implements ModelProvider {
  private kept: { readonly key: string; readonly client: Anthropic } | undefined;

  constructor(private readonly options: AnthropicOptions) {}

  abilitiesOf(): ModelAbilities {
    return { tools: true, output: 'native' };
  }

  async generate(request: ModelRequest, context: ModelCallContext): Promise<ModelReply> {
    const { signal } = context;
    const key = await this.keyOf(context);
    const { body, names, warnings } = toRequest(request, this.options);
    try {
      const client = await this.clientOf(key);
      const response = await client.messages.create(body, { signal }).asResponse().catch(failedCall);
      const reply = await readStream(eventsOf(response), names, context);
      const requestId = response.headers.get('request-id');
      return { ...reply, ...(requestId && { requestId }), ...(warnings.length > 0 && { warnings }) };
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw error instanceof Error ? new SecretHider({ [this.secretName]: key }).failure(error) : error;
    }
  }

  private get secretName(): string {
    return this.options.apiKeySecret ?? defaultSecret;
  }

  private async keyOf({ secret }: ModelCallContext): Promise<string> {
    const key = await findKey('Anthropic', this.options, [defaultSecret], secret);
    if (key === undefined) throw noKey('Anthropic', this.options, [defaultSecret]);
    return key;
  }

  /** The key is always given, so the SDK never looks for another one in the environment or in profiles on disk. */
  private async clientOf(key: string): Promise<Anthropic> {
    const { kept, options } = this;
    if (kept?.key === key) return kept.client;
    const { Anthropic: Client } = await loadOptional('@anthropic-ai/sdk', () => import('@anthropic-ai/sdk'));
    const { baseURL, fetch, headers } = options;
    const client = new Client({
      apiKey: key,
      maxRetries: 0,
      logger: sdkLog('Anthropic', key),
      ...(baseURL !== undefined && { baseURL }),
      fetch: limitedFetch(fetch),
      ...(headers && { defaultHeaders: { ...headers } }),
    });
    this.kept = { key, client };
    return client;
  }
}

/** Every event as sent: the SDK's own stream keeps back the pings, by which one knows that a thinking model is alive. */
async function* eventsOf(response: Response): AsyncGenerator<StreamEvent> {
  const { Stream } = await import('@anthropic-ai/sdk/core/streaming');
  try {
    yield* Stream.rawEvents(response);
  } catch (error) {
    throw brokenStream(error);
  }
}
