import type { Response } from 'undici';
import { PerdureError } from '../../src/errors.js';

/** An answer that has been read to its end, or to the limit. */
export interface PublicResponse {
  readonly status: number;
  /** Whether the status is 200 to 299. */
  readonly ok: boolean;
  /** Where the answer came from, after redirects. */
  readonly url: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body, decompressed. */
  readonly bytes: Uint8Array;
  /** Whether the body was longer than `maxBytes`, and `bytes` is its beginning. */
  readonly truncated: boolean;
  /** The body as text, by the character set of its content type; UTF-8 where that says none. */
  text(this: void): string;
  /** @throws SyntaxError for a body that is no JSON */
  json(this: void): unknown;
}

export interface BodyLimit {
  readonly maxBytes: number;
  readonly onTooLarge: 'fail' | 'truncate';
}

/**
 * Reads a body no further than the limit; what counts are the bytes after decompression, of which a few bytes on the
 * wire can make a great many.
 * @throws PerdureError `Net.TooLarge`
 */
export async function readResponse(response: Response, url: URL, limit: BodyLimit): Promise<PublicResponse> {
  const { bytes, truncated } = await readBody(response, url, limit);
  const headers = Object.fromEntries(response.headers);
  const text = (): string => decode(bytes, headers['content-type'], truncated);
  return {
    status: response.status,
    ok: response.ok,
    url: url.href,
    headers,
    bytes,
    truncated,
    text,
    json: () => JSON.parse(text()) as unknown,
  };
}

async function readBody(
  { body }: Response,
  url: URL,
  { maxBytes, onTooLarge }: BodyLimit,
): Promise<Pick<PublicResponse, 'bytes' | 'truncated'>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop gives the rest of the body up.
  for await (const part of (body ?? []) as AsyncIterable<Uint8Array>) {
    parts.push(part);
    size += part.byteLength;
    if (size > maxBytes) break;
  }
  if (size > maxBytes && onTooLarge === 'fail') {
    throw new PerdureError({
      code: 'Net.TooLarge',
      message: `The answer of '${url.host}' is larger than ${maxBytes} bytes (decompressed). Raise 'maxBytes', or take its beginning with onTooLarge: 'truncate'.`,
      details: { host: url.host, maxBytes },
    });
  }
  return { bytes: new Uint8Array(Buffer.concat(parts).subarray(0, maxBytes)), truncated: size > maxBytes };
}

function decode(bytes: Uint8Array, contentType: string | undefined, truncated: boolean): string {
  const [, charset = 'utf-8'] = /charset\s*=\s*"?([^\s;"]+)/i.exec(contentType ?? '') ?? [];
  // A character that the limit has cut in two is left out.
  return decoderOf(charset).decode(bytes, { stream: truncated });
}

function decoderOf(charset: string): InstanceType<typeof TextDecoder> {
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder();
  }
}
