import { randomBytes } from 'node:crypto';
import { task } from 'perdure';
import { encryption } from 'perdure/worker';
import { expect, test } from 'vitest';
import { rawText } from './history-events.js';
import { failureOf, like, openApp } from './open-app.js';

test('F-19 of a sensitive task nothing readable is in history, and the caller gets the value', async () => {
  const codec = encryption({ keys: { one: randomBytes(32) }, current: 'one' });
  const environment = await openApp('sensitive', { codec });
  try {
    const run = await environment.start('treat', 'Ada Lovelace');
    expect(await run.result()).toBe('Ada Lovelace has hay fever');
    const failed = await environment.start('treat', 'nobody named Lovelace');
    expect(await failureOf(failed.result())).toMatchObject({ message: 'there is no nobody named Lovelace' });
    for (const { id } of [run, failed]) {
      const text = rawText(await environment.history(id));
      expect(text).toContain('diagnose');
      expect(text).not.toMatch(/Lovelace|hay fever/);
    }
  } finally {
    await environment.close();
  }
});

test('F-19 a worker without a codec refuses to start with sensitive tasks', async () => {
  expect(await failureOf(openApp('sensitive'))).toMatchObject({
    code: 'Worker.NeedsCodec',
    message: like(/diagnose/),
    details: { tasks: ['diagnose'] },
  });
});

test('F-19 sensitive and cache exclude each other', () => {
  expect(() => task('contradicting', { sensitive: true, cache: true }, async () => 1)).toThrow(/exclude each other/);
});
