import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { StreamFrame } from '../../src/contract/stream.js';
import { PerdureError } from '../../src/errors.js';
import type { StreamChannel } from '../../src/ports/stream-channel.js';
import type { ContractCheck } from '../models/provider-contract.js';
import { numbers, says, seqsOf, take, textsOf } from './viewer.js';

/** A channel under test. */
export interface StreamSubject {
  readonly channel: StreamChannel;
  /** The same streams as another process has them; the same channel where it is for one process. */
  readonly other: StreamChannel;
  /** Breaks all connections off, as a restarted server does; resolves when new ones are possible. Left out: it has none. */
  readonly interrupt?: () => Promise<void>;
  /** A channel of this kind whose server is not there, with a patience of no time. Left out: it has none. */
  readonly unreachable?: StreamChannel;
  readonly close: () => Promise<void>;
}

type Body = (subject: StreamSubject, run: string) => Promise<void | 'skipped'>;

/**
 * What every channel for streams has to keep, for any test runner:
 *
 * ```ts
 * for (const { name, run } of streamContract(open)) test(name, run);
 * ```
 */
export function streamContract(open: () => Promise<StreamSubject>): readonly ContractCheck[] {
  return Object.entries(checks).map(([name, body]) => ({
    name,
    async run() {
      const subject = await open();
      try {
        return (await body(subject, `run-${randomUUID()}`)) ?? 'kept';
      } finally {
        await subject.close();
      }
    },
  }));
}

/** The name says the promise; each has a run of its own. */
const checks: Readonly<Record<string, Body>> = {
  'events come in order, numbered from 1': async ({ channel, other }, run) => {
    await channel.publish(run, [says('a'), says('b')]);
    await channel.publish(run, [says('c')]);
    const events = await take(other, run, 3);
    assert.deepEqual(textsOf(events), ['a', 'b', 'c']);
    assert.deepEqual(seqsOf(events), [1, 2, 3]);
  },

  'frames come as they went': async ({ channel, other }, run) => {
    const frames: StreamFrame[] = [
      { agent: 'ä', conversation: 'c', turn: 2, type: 'step-start' },
      { agent: 'ä', conversation: 'c', turn: 2, type: 'attempt-restart', attempt: 3 },
      {
        agent: 'ä',
        conversation: 'c',
        turn: 2,
        type: 'reasoning-delta',
        text: 'line\nline\r\n\n\u0000 \u2028 🦜 \ud800',
      },
      {
        agent: 'ä',
        conversation: 'c',
        turn: 2,
        type: 'tool-call',
        id: '1',
        name: 't',
        arguments: { a: [null, 1.5, ''] },
      },
      { agent: 'ä', conversation: 'c', turn: 2, type: 'tool-result', id: '1', name: 't', isError: true },
      { agent: 'ä', conversation: 'c', turn: 2, type: 'step-end', stopReason: 'stop' },
    ];
    await channel.publish(run, frames);
    const events = await take(other, run, frames.length);
    assert.deepEqual(
      events.map(({ frame }) => frame),
      frames,
    );
  },

  'a viewer goes on after the last event it has seen': async ({ channel, other }, run) => {
    await channel.publish(
      run,
      ['a', 'b', 'c', 'd'].map((text) => says(text)),
    );
    assert.deepEqual(textsOf(await take(other, run, 2, { after: 2 })), ['c', 'd']);
  },

  'every viewer sees every event, the late ones what is kept': async ({ channel, other }, run) => {
    const early = [take(channel, run, 40), take(other, run, 40), take(other, run, 40)];
    for (const number of numbers(1, 40)) await channel.publish(run, [says(String(number))]);
    const late = take(other, run, 40);
    for (const events of await Promise.all([...early, late])) {
      assert.deepEqual(seqsOf(events), numbers(1, 40));
      assert.deepEqual(textsOf(events), numbers(1, 40).map(String));
    }
  },

  'two publishers of one run share its numbers, each in its own order': async ({ channel, other }, run) => {
    const seen = take(channel, run, 100);
    const publish = async (publisher: StreamChannel, name: string): Promise<void> => {
      for (const number of numbers(1, 50)) await publisher.publish(run, [says(`${name}${number}`, name)]);
    };
    await Promise.all([publish(channel, 'x'), publish(other, 'y')]);
    const events = await seen;
    assert.deepEqual(seqsOf(events), numbers(1, 100));
    for (const name of ['x', 'y']) {
      const own = events.filter(({ frame }) => frame.agent === name);
      assert.deepEqual(
        textsOf(own),
        numbers(1, 50).map((number) => `${name}${number}`),
      );
    }
  },

  'frames that are published without waiting keep their order': async ({ channel, other }, run) => {
    await Promise.all(numbers(1, 30).map((number) => channel.publish(run, [says(String(number))])));
    assert.deepEqual(textsOf(await take(other, run, 30)), numbers(1, 30).map(String));
  },

  'runs are apart, whatever their ids': async ({ channel, other }, run) => {
    const ids = [`${run}/a b?c=d&e#f%20`, `${run}/ü'";--`, `${run}/${'long'.repeat(200)}`];
    for (const id of ids) await channel.publish(id, [says(id), says('end')]);
    for (const id of ids) {
      const events = await take(other, id, 2);
      assert.deepEqual(textsOf(events), [id, 'end']);
      assert.deepEqual(seqsOf(events), [1, 2]);
    }
  },

  'a signal ends a subscription, after what was published before': async ({ channel, other }, run) => {
    for (const waits of [true, false]) {
      const over = new AbortController();
      const id = `${run}-${waits}`;
      const texts: string[] = [];
      const finish = async (): Promise<void> => {
        await channel.publish(id, [says('b'), says('c')]);
        over.abort();
      };
      const reading = (async () => {
        for await (const { frame } of other.subscribe(id, { signal: over.signal })) {
          if ('text' in frame) texts.push(frame.text);
          // The next ones are published, and the end comes, while this one is looked at.
          if (!waits && texts.length === 1) await finish();
        }
      })();
      await channel.publish(id, [says('a')]);
      if (waits) {
        await take(other, id, 1);
        await finish();
      }
      await reading;
      assert.deepEqual(texts, ['a', 'b', 'c']);
    }
  },

  'a signal that has come already gives what there is': async ({ channel, other }, run) => {
    await channel.publish(run, [says('a'), says('b')]);
    const texts: string[] = [];
    for await (const { frame } of other.subscribe(run, { signal: AbortSignal.abort() })) {
      if ('text' in frame) texts.push(frame.text);
    }
    assert.deepEqual(texts, ['a', 'b']);
  },

  'a viewer that begins again misses nothing and sees nothing twice': async ({ channel, other }, run) => {
    const publishing = (async () => {
      for (const number of numbers(1, 60)) await channel.publish(run, [says(String(number))]);
    })();
    const first = await take(other, run, 25);
    const second = await take(other, run, 35, { after: first.at(-1)!.seq });
    await publishing;
    assert.deepEqual(textsOf([...first, ...second]), numbers(1, 60).map(String));
  },

  'a batch that is sent again is shown once': async ({ channel, other }, run) => {
    await channel.publish(run, [says('a'), says('b')], { batch: 'one' });
    await channel.publish(run, [says('a'), says('b')], { batch: 'one' });
    await other.publish(run, [says('a'), says('b')], { batch: 'one' });
    await channel.publish(run, [says('c')], { batch: 'two' });
    await channel.publish(`${run}-other`, [says('d')], { batch: 'one' });
    const events = await take(other, run, 3);
    assert.deepEqual(textsOf(events), ['a', 'b', 'c']);
    assert.deepEqual(seqsOf(events), [1, 2, 3]);
    assert.deepEqual(textsOf(await take(other, `${run}-other`, 1)), ['d']);
  },

  'a viewer that has seen more than there is begins anew': async ({ channel, other }, run) => {
    await channel.publish(run, [says('a'), says('b')]);
    assert.deepEqual(textsOf(await take(other, run, 2, { after: 500 })), ['a', 'b']);
  },

  'large frames come whole': async ({ channel, other }, run) => {
    const large = 'grüße '.repeat(200_000);
    await channel.publish(run, [says('before'), says(large), says(large), says('after')]);
    const texts = textsOf(await take(other, run, 4));
    assert.deepEqual([texts[0], texts[3]], ['before', 'after']);
    assert.ok(texts[1] === large && texts[2] === large, 'the text is the same');
  },

  'thousands of frames come, live and late': async ({ channel, other }, run) => {
    const live = take(other, run, 5_000);
    for (const hundred of numbers(0, 49)) {
      await channel.publish(
        run,
        numbers(1, 100).map((number) => says(String(hundred * 100 + number))),
      );
    }
    const late = await take(other, run, 5_000);
    assert.deepEqual(textsOf(late), numbers(1, 5_000).map(String));
    assert.deepEqual(await live, late);
  },

  'a slow viewer holds nobody up': async ({ channel, other }, run) => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const slow = take(other, run, 1_001, { seen: ({ seq }) => (seq === 1 ? held : undefined) });
    const text = 'x'.repeat(10_000);
    const quick = take(other, run, 1_001);
    await channel.publish(run, [says('first')]);
    for (const _ of numbers(1, 10))
      await channel.publish(
        run,
        numbers(1, 100).map(() => says(text)),
      );
    // Both are out while the slow one still looks at the first.
    assert.deepEqual(seqsOf(await quick), numbers(1, 1_001));
    release();
    assert.deepEqual(seqsOf(await slow), numbers(1, 1_001));
  },

  'a closed channel can be used again, and its viewers go on': async ({ channel, other }, run) => {
    const seen = take(other, run, 2);
    await channel.publish(run, [says('a')]);
    await take(other, run, 1);
    await Promise.all([channel.close?.(), other.close?.()]);
    await channel.publish(run, [says('b')]);
    assert.deepEqual(textsOf(await seen), ['a', 'b']);
  },

  'viewers and publishers outlive a connection': async ({ channel, other, interrupt }, run) => {
    if (interrupt === undefined) return 'skipped';
    const seen = take(other, run, 3);
    await channel.publish(run, [says('a')]);
    await take(other, run, 1);
    await interrupt();
    await channel.publish(run, [says('b')]);
    await interrupt();
    await channel.publish(run, [says('c')]);
    const events = await seen;
    assert.deepEqual(textsOf(events), ['a', 'b', 'c']);
    assert.deepEqual(seqsOf(events), [1, 2, 3]);
  },

  'a server that is not there is a typed failure that may pass': async ({ unreachable }, run) => {
    if (unreachable === undefined) return 'skipped';
    for (const attempt of [
      () => unreachable.publish(run, [says('a')]),
      async () => void (await take(unreachable, run, 1)),
    ]) {
      await assert.rejects(attempt(), (error) => PerdureError.is(error, 'Stream.Unavailable') && error.retryable);
    }
  },
};
