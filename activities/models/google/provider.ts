import type { ModelReply } from '../../../src/model/reply.js';
import type { ModelRequest } from '../../../src/model/request.js';
import type { ModelAbilities, ModelCallContext, ModelProvider } from '../../../src/ports/model-provider.js';
import { type BaseUrl, baseUrl, below } from '../wire/base-url.js';
import { callIds } from '../wire/call-ids.js';
import { readErrorBody } from '../wire/error-body.js';
import { findKey, type KeyOptions, noKey } from '../wire/find-key.js';
import { postJson } from '../wire/post-json.js';
import { readText } from '../wire/read-text.js';
import { readEvents } from '../wire/server-sent-events.js';
import { toolNames } from '../wire/tool-names.js';
import { classify } from './classify.js';
import { abilitiesOf } from './model-features.js';
import { readStream } from './read-stream.js';
import { toRequest } from './to-request.js';

const official = 'https://generativelanguage.googleapis.com';
/** Google's own libraries look for both; the first wins. */
const keyNames = ['GOOGLE_API_KEY', 'GEMINI_API_KEY'];

export interface GoogleOptions extends KeyOptions {
  /** Default: the environment variable `GOOGLE_GEMINI_BASE_URL`, else Google's own address. */
  readonly baseURL?: string;
  /** Where what is known of a model is wrong, by its name. */
  readonly models?: Readonly<Record<string, Partial<ModelAbilities>>>;
  /** For proxies and tests. Default: the platform's own. */
  readonly fetch?: typeof fetch;
}

export class GoogleProvider implements ModelProvider {
  constructor(private readonly options: GoogleOptions) {}

  abilitiesOf(model: string): ModelAbilities {
    return { ...abilitiesOf(model), ...this.options.models?.[model] };
  }

  async generate(request: ModelRequest, context: ModelCallContext): Promise<ModelReply> {
    const { model, messages } = request;
    const names = toolNames(request);
    const { signal, onDelta } = context;
    const who = `google/${model}`;
    const key = await findKey(who, this.options, keyNames, context.secret);
    if (key === undefined) throw noKey(who, this.options, keyNames);
    const { body, warnings } = toRequest(request, this.abilitiesOf(model), names);
    const base = baseUrl(who, this.options.baseURL ?? (process.env['GOOGLE_GEMINI_BASE_URL'] || official));
    const response = await postJson(who, {
      url: addressOf(base, model),
      headers: { ...base.headers, 'x-goog-api-key': key },
      body,
      signal,
      fetch: this.options.fetch,
    });
    const { status, headers } = response;
    if (!response.ok) throw classify({ model, status, headers, body: await readErrorBody(response, signal), key });
    const reply = await readStream(readEvents(readText(who, response, signal)), {
      model,
      nameOf: names.fromWire,
      idOf: callIds(messages),
      onDelta,
      failureOf: (error) => classify({ model, body: error, key }),
    });
    const all = [...warnings, ...(reply.warnings ?? [])];
    return all.length > 0 ? { ...reply, warnings: all } : reply;
  }
}

/** A model is named alone, or with its collection: `tunedModels/…`. */
function addressOf(base: BaseUrl, model: string): URL {
  const path = (model.includes('/') ? model : `models/${model}`).split('/').map(encodeURIComponent).join('/');
  return below(base, `/v1beta/${path}:streamGenerateContent?alt=sse`);
}
