import { inProcessStream, streamFromEnvironment, streamHub } from 'perdure/client';
import { expect, onTestFinished, test } from 'vitest';

const frame = { agent: 'a', conversation: 'c', turn: 1, type: 'step-start' } as const;

test('PERDURE_STREAM names a hub, with the token of PERDURE_STREAM_TOKEN', async () => {
  const channel = inProcessStream();
  const hub = await streamHub({ channel, token: 'secret' }).listen();
  onTestFinished(() => hub.close());
  const opened = streamFromEnvironment({ PERDURE_STREAM: hub.url, PERDURE_STREAM_TOKEN: 'secret' });
  await opened?.publish('tea', [frame]);
  for await (const event of channel.subscribe('tea')) {
    expect(event).toEqual({ seq: 1, frame });
    break;
  }
});

test('where nothing is set there is no channel', () => {
  expect(streamFromEnvironment({})).toBeUndefined();
  expect(streamFromEnvironment({ PERDURE_STREAM: '' })).toBeUndefined();
});

test('what cannot be a stream is refused without showing it', () => {
  for (const text of ['redis://user:geheim@host', 'http://user:geheim@host', 'postgres://user:geheim@ho st:x']) {
    const open = () => streamFromEnvironment({ PERDURE_STREAM: text });
    expect(open).toThrow(expect.objectContaining({ code: 'Stream.InvalidOptions' }));
    expect(open).not.toThrow(/geheim/);
  }
});
