import { Readable } from 'node:stream';

export interface FetchLimits {
  /** Milliseconds until the answer begins. */
  readonly answer: number;
  /** Milliseconds without a single byte, afterwards. */
  readonly stall: number;
}

export interface FetchStream {
  readonly limits: FetchLimits;
  readonly signal?: AbortSignal | undefined;
  /** `total` is zero when the other side does not tell. */
  readonly onBytes?: (bytes: number, total: number) => void;
}

/** A download that knows when to give up; its errors say in a few words what was wrong with the network. */
export async function fetchStream(url: string, { limits, signal, onBytes }: FetchStream): Promise<Readable> {
  const { host } = new URL(url);
  const patience = new AbortController();
  const giveUp = (text: string, after: number): NodeJS.Timeout =>
    setTimeout(() => patience.abort(new Error(`${host} ${text} ${after / 1000} s`)), after);
  const either = signal === undefined ? patience.signal : AbortSignal.any([patience.signal, signal]);
  let timer = giveUp('did not answer within', limits.answer);
  const response = await answer(url, either).finally(() => clearTimeout(timer));
  const total = Number(response.headers.get('content-length') ?? 0);
  return Readable.from(guarded());

  async function* guarded(): AsyncGenerator<Uint8Array> {
    let bytes = 0;
    timer = giveUp('sent nothing for', limits.stall);
    try {
      for await (const chunk of response.body ?? []) {
        clearTimeout(timer);
        timer = giveUp('sent nothing for', limits.stall);
        bytes += chunk.byteLength;
        onBytes?.(bytes, total);
        yield chunk;
      }
    } finally {
      clearTimeout(timer);
    }
  }
}

async function answer(url: string, signal: AbortSignal): Promise<Response> {
  const { host } = new URL(url);
  try {
    const response = await fetch(url, { signal });
    if (response.ok) return response;
    await response.body?.cancel();
    throw new Error(`${host} answered with status ${response.status}`);
  } catch (error) {
    signal.throwIfAborted();
    const { code } = ((error as Error).cause ?? {}) as NodeJS.ErrnoException;
    throw code === undefined ? error : new Error(`${host} is not reachable (${code})`, { cause: error });
  }
}
