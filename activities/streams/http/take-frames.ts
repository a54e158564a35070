import type { IncomingMessage } from 'node:http';
import type { StreamChannel } from '../../../src/ports/stream-channel.js';
import { Refusal } from './refusal.js';
import { isFramesMessage } from './wire.js';

/** Bytes of one request; a single frame may be a tool's whole arguments. */
const limit = 8 * 1024 * 1024;

/**
 * Publishes what a worker has sent.
 * @throws Refusal
 */
export async function takeFrames(request: IncomingMessage, run: string, channel: StreamChannel): Promise<void> {
  // A form of a page can send text without being asked for its origin, but no JSON.
  if (!request.headers['content-type']?.startsWith('application/json')) throw new Refusal(415, 'Frames are JSON.');
  const message = parse(await readBody(request));
  if (!isFramesMessage(message)) throw new Refusal(400, 'The body must be {"batch": "…", "frames": [ … ]}.');
  await channel.publish(run, message.frames, { batch: message.batch });
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > limit) throw new Refusal(413, `The body is over ${limit} bytes.`);
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal(400, 'The body is not JSON.');
  }
}
