import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusal.js';

/** A page of history is a few megabytes; half as much again as base64. */
export const bodyLimit = 32 * 1024 * 1024;

/** @throws Refusal for what is larger than a page of history can be */
export async function readBody(request: IncomingMessage, limit: number): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > limit) throw new Refusal(413, `The body is over ${limit} bytes.`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
