import type { StreamFrame } from '../../../src/contract/stream.js';
import { PerdureError } from '../../../src/errors.js';
import { frameSize } from '../frame-size.js';
import { streamUnavailable } from '../stream-error.js';
import { checkAnswer } from './check-answer.js';
import type { HubAddress } from './hub-address.js';
import { withinTime } from '../../unless-aborted.js';
import type { FramesMessage } from './wire.js';

/** About as many characters as go out in one request. */
const part = 1024 * 1024;
const timeout = 3_000;

/** Sends frames in requests of bearable size, each with a name of its own. */
export async function postFrames(
  hub: HubAddress,
  run: string,
  frames: readonly StreamFrame[],
  batch: string,
): Promise<void> {
  let index = 0;
  for (const some of inParts(frames)) {
    await post(hub, run, { batch: index === 0 ? batch : `${batch}/${index}`, frames: some });
    index += 1;
  }
}

async function post(hub: HubAddress, run: string, message: FramesMessage): Promise<void> {
  const send = async (signal: AbortSignal): Promise<void> => {
    const response = await fetch(hub.url(run, 'frames'), {
      method: 'POST',
      headers: { ...hub.headers, 'Content-Type': 'application/json' },
      body: JSON.stringify(message),
      // A token is for the hub, and for nobody it may send us to.
      redirect: 'error',
      signal,
    });
    await checkAnswer(response, hub.place);
    await response.arrayBuffer();
  };
  await withinTime(timeout, send).catch((error: unknown) => {
    throw PerdureError.is(error) ? error : streamUnavailable(hub.place, error);
  });
}

function* inParts(frames: readonly StreamFrame[]): Generator<readonly StreamFrame[]> {
  let some: StreamFrame[] = [];
  let size = 0;
  for (const frame of frames) {
    some.push(frame);
    size += frameSize(frame);
    if (size < part) continue;
    yield some;
    some = [];
    size = 0;
  }
  if (some.length > 0) yield some;
}
