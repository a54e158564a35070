import type { Json } from '../../../src/json.js';
import type { ModelReply } from '../../../src/model/reply.js';
import type { ModelRequest, Reasoning } from '../../../src/model/request.js';
import type { ModelAbilities, ModelCallContext, ModelProvider } from '../../../src/ports/model-provider.js';
import { below } from '../wire/base-url.js';
import { callIds } from '../wire/call-ids.js';
import { readErrorBody } from '../wire/error-body.js';
import { findKey, type KeyOptions, noKey } from '../wire/find-key.js';
import { readLines } from '../wire/json-lines.js';
import { postJson } from '../wire/post-json.js';
import { readText } from '../wire/read-text.js';
import { classify } from './classify.js';
import { findHost, isHosted } from './find-host.js';
import { readStream } from './read-stream.js';
import { toRequest } from './to-request.js';

const keyNames = ['OLLAMA_API_KEY'];

/** A local server needs no key; `ollama.com` takes the secret `OLLAMA_API_KEY`, which no other server is sent. */
export interface OllamaOptions extends KeyOptions {
  /** Default: the environment variable `OLLAMA_HOST`, else `http://127.0.0.1:11434`. */
  readonly baseURL?: string;
  /** Ollama's own options of a model. `num_ctx` is how many tokens it can have in view; servers give it few by default. */
  readonly options?: { readonly num_ctx?: number; readonly [name: string]: Json | undefined };
  /** How long the server keeps the model in memory: `'10m'`, seconds, or -1 for ever. Default: the server's, 5 minutes. */
  readonly keepAlive?: string | number;
  /** Whether models think where the agent does not say how much. Default: as the model does by itself. */
  readonly think?: boolean | Reasoning;
  /**
   * Whether the server may leave out the oldest messages when the context is full; it says nothing then. Default false:
   * `Model.ContextTooLong`.
   */
  readonly truncate?: boolean;
  /** Where what is known of a model is wrong, by its name. */
  readonly models?: Readonly<Record<string, Partial<ModelAbilities>>>;
  /** For proxies and tests. Default: the platform's own. */
  readonly fetch?: typeof fetch;
}

export class OllamaProvider implements ModelProvider {
  constructor(private readonly options: OllamaOptions) {}

  /** Which models can call tools is known to the server only; it refuses tools where one cannot. */
  abilitiesOf(model: string): ModelAbilities {
    return { tools: true, output: 'without-tools', ...this.options.models?.[model] };
  }

  async generate(request: ModelRequest, { signal, secret, onDelta }: ModelCallContext): Promise<ModelReply> {
    const { model, messages } = request;
    const { options } = this;
    const who = `ollama/${model}`;
    const host = findHost(options.baseURL);
    const key = await findKey(who, options, isHosted(host) ? keyNames : [], secret);
    if (key === undefined && (options.apiKeySecret !== undefined || isHosted(host)))
      throw noKey(who, options, keyNames);
    const { body, tools, warnings } = toRequest(request, this.abilitiesOf(model), options);
    const response = await postJson(who, {
      url: below(host, '/api/chat'),
      headers: { ...host.headers, ...(key !== undefined && { authorization: `Bearer ${key}` }) },
      body,
      signal,
      fetch: options.fetch,
    });
    const { status, headers } = response;
    if (!response.ok) throw classify({ model, status, headers, body: await readErrorBody(response, signal), key });
    const reply = await readStream(readLines(readText(who, response, signal)), {
      model,
      tools,
      idOf: callIds(messages),
      onDelta,
      failureOf: (line) => classify({ model, body: line, key }),
    });
    return warnings.length > 0 ? { ...reply, warnings } : reply;
  }
}
