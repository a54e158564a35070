/** How a server is reached. */
export interface ConnectionOptions {
  /** The key itself. Better is a secret, which may change while the worker runs. */
  readonly apiKey?: string;
  /** The name under which the worker's secret sources know the key. */
  readonly apiKeySecret?: string;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** In place of Node's own, for example to go through a proxy. */
  readonly fetch?: typeof globalThis.fetch;
}

export interface Connection extends ConnectionOptions {
  /** In messages: whose key is missing, who has refused. */
  readonly who: string;
  readonly baseURL: string;
  /** What the environment says for OpenAI is nobody else's business. */
  readonly isOpenAI: boolean;
}
