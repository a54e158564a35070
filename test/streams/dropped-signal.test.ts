import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { StreamFrame } from 'perdure';
import { httpStream, streamHub } from 'perdure/client';
import { expect, onTestFinished, test } from 'vitest';

setFlagsFromString('--expose_gc');
const collectGarbage = runInNewContext('gc') as () => void;
const frame: StreamFrame = { agent: 'a', conversation: 'c', turn: 1, type: 'text-delta', text: 'one' };

// What `fetch` is given as a signal it forgets when memory is collected.
test('a viewer that has waited for long still ends by its signal', async () => {
  const hub = await streamHub().listen();
  onTestFinished(() => hub.close());
  const channel = httpStream({ url: hub.url });
  await channel.publish('tea', [frame]);
  const over = new AbortController();
  let count = 0;
  for await (const _ of channel.subscribe('tea', { signal: over.signal })) {
    count += 1;
    setTimeout(() => {
      collectGarbage();
      setTimeout(() => over.abort(), 50);
    }, 50);
  }
  expect(count).toBe(1);
});
