/** What an error of the SDK or of `fetch` says about what happened. */
export interface Evidence {
  readonly text: string;
  /** Status of an HTTP answer. */
  readonly status: number | undefined;
  /** JSON-RPC code of the server, or of the SDK. */
  readonly rpc: number | undefined;
  /** Node's own, such as `ECONNREFUSED`. */
  readonly system: string | undefined;
}

export function evidenceIn(error: unknown): Evidence {
  const { name, message: text = String(error), code } = error as Partial<Error & { code: unknown }>;
  const number = typeof code === 'number' ? code : undefined;
  const isRpc = name === 'McpError';
  // The older transport by HTTP gives the status in words.
  const inWords = /\(HTTP (\d{3})\)|Non-200 status code \((\d{3})\)/.exec(text);
  const status = isRpc ? undefined : (number ?? (inWords ? Number(inWords[1] ?? inWords[2]) : undefined));
  const within = / -32022\b|"code":\s*-32022\b/.test(text) ? -32_022 : undefined;
  return {
    text,
    status: isOfAuthorization(error) ? 401 : status,
    rpc: within ?? (isRpc ? number : undefined),
    system: systemCode(error),
  };
}

const refusals = ['invalid_client', 'unauthorized_client', 'invalid_grant', 'access_denied', 'invalid_token'];

/** Of the server, or of who gives the tokens for it. */
function isOfAuthorization(error: unknown): boolean {
  const { name, errorCode } = error as { readonly name?: string; readonly errorCode?: string };
  return name === 'UnauthorizedError' || (errorCode !== undefined && refusals.includes(errorCode));
}

/** `fetch` wraps what happened, more than once. */
function systemCode(error: unknown, depth = 0): string | undefined {
  const { code, cause, errors } = (error ?? {}) as { code?: unknown; cause?: unknown; errors?: readonly unknown[] };
  if (typeof code === 'string') return code;
  const inner = cause ?? errors?.[0];
  return inner === undefined || depth > 5 ? undefined : systemCode(inner, depth + 1);
}

const neverSent = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'EPIPE',
]);

/** Whether it is certain that the server has done nothing: there was no way to it, or it has forgotten who we are. */
export function wasNotDone({ text, status, system }: Evidence): boolean {
  if (system !== undefined && neverSent.has(system)) return true;
  return text === 'Not connected' || status === 404 || (status === 400 && /session/i.test(text));
}
