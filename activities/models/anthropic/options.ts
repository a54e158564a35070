export interface AnthropicOptions {
  /** The key itself. Better left out: then it is a secret of the worker, which may change while the worker runs. */
  readonly apiKey?: string;
  /** Name of the secret that holds the key. Default `ANTHROPIC_API_KEY`. */
  readonly apiKeySecret?: string;
  /** Where the API is. Default: the environment variable `ANTHROPIC_BASE_URL`, else Anthropic's own. */
  readonly baseURL?: string;
  /** Sent with every call, for proxies; one that reads the key from `x-api-key` needs it here. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Takes the place of the global `fetch`, for a proxy or a certificate of your own. */
  readonly fetch?: typeof globalThis.fetch;
  /** Most tokens of a reply where the request sets no limit: the API knows no default. Default 4,096. */
  readonly maxTokens?: number;
  /** How long Anthropic keeps the conversation so far, which makes the next call cheaper. Default `'5m'`. */
  readonly promptCache?: '5m' | '1h' | 'none';
}
