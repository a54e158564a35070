import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import type { StreamEvent, StreamFrame } from '../../../src/contract/stream.js';
import { type Duration, toMilliseconds } from '../../../src/duration.js';
import type { PerdureError } from '../../../src/errors.js';
import type { StreamChannel, SubscribeOptions } from '../../../src/ports/stream-channel.js';
import { Outbox } from '../outbox.js';
import { invalidStreamOptions, placeOf } from '../stream-error.js';
import { tryAgain } from '../try-again.js';
import { Listener } from './listener.js';
import { openTables } from './open-tables.js';
import { postgresFailure } from './postgres-failure.js';
import { alreadyShown, forgetOlder, readAfter, show } from './statements.js';

export interface PostgresStreamOptions {
  /** `postgres://user:password@host/database` */
  readonly url: string;
  /** How long events are kept. Default `'1 day'`. */
  readonly retention?: Duration;
  /** How long a subscriber looks for a database that does not answer. Default `'30s'`. */
  readonly patience?: Duration;
  /** Hears that the connection which wakes subscribers was lost; it is opened again. Default: a warning of the process. */
  readonly onProblem?: (error: PerdureError) => void;
}

/** Looks this often without being woken, in case a word was lost on the way. In milliseconds. */
const longestSilence = 15_000;
const betweenClearings = 60_000;

/**
 * Streams in PostgreSQL, shared by all workers and viewers. Needs the package `pg`. The tables `perdure_stream_*` are
 * made at the first use.
 *
 * ```ts
 * const stream = postgresStream({ url: 'postgres://app@db/streams', retention: '6 hours' });
 * ```
 * @param given a URL, or options
 * @throws PerdureError `Stream.InvalidOptions`; when used `Stream.Unavailable`, `Stream.Refused`, `Package.Missing`
 */
export function postgresStream(given: string | PostgresStreamOptions): StreamChannel {
  const options = typeof given === 'string' ? { url: given } : given;
  const { url, retention = '1 day', patience = '30s', onProblem = warn } = options;
  const place = placeOf(toUrl(url));
  const database = new Database(url, place);
  const listener = new Listener(url, (error) => onProblem(postgresFailure(place, error)));
  const keep = toMilliseconds(retention, "postgresStream's retention");
  const longest = toMilliseconds(patience, "postgresStream's patience");
  const outbox = new Outbox((run, frames, batch) => append(database, keep, { run, frames, batch }));
  return {
    publish: (run, frames, asked) => outbox.publish(run, frames, asked),
    subscribe: (run, asked) => follow(database, listener, run, { ...asked, patience: longest }),
    close: async () => {
      await outbox.empty();
      await database.close();
    },
  };
}

function toUrl(url: string): URL {
  if (URL.canParse(url) && /^postgres(ql)?:\/\//.test(url)) return new URL(url);
  throw invalidStreamOptions('postgresStream needs a URL such as postgres://user:password@host/database.');
}

function warn(error: PerdureError): void {
  process.emitWarning(error.message, { code: error.code });
}

/** Connections, opened at the first use and again after they were let go. */
class Database {
  private opened: Promise<Pool> | undefined;
  private nextClearing = 0;

  constructor(
    private readonly url: string,
    private readonly place: string,
  ) {}

  async use<T>(work: (pool: Pool) => Promise<T>): Promise<T> {
    this.opened ??= openTables(this.url).catch((error: unknown) => {
      this.opened = undefined;
      throw error;
    });
    try {
      return await work(await this.opened);
    } catch (error) {
      throw postgresFailure(this.place, error);
    }
  }

  isTimeToClear(): boolean {
    if (Date.now() < this.nextClearing) return false;
    this.nextClearing = Date.now() + betweenClearings;
    return true;
  }

  async close(): Promise<void> {
    const { opened } = this;
    this.opened = undefined;
    await (await opened?.catch(() => undefined))?.end();
  }
}

interface Batch {
  readonly run: string;
  readonly frames: readonly StreamFrame[];
  readonly batch: string;
}

async function append(database: Database, retention: number, { run, frames, batch }: Batch): Promise<void> {
  if (frames.length === 0) return;
  const texts = frames.map((frame) => JSON.stringify(frame));
  await database.use((pool) =>
    pool.query(show, [run, texts, batch, topicOf(run)]).catch((error: unknown) => {
      if (!alreadyShown(error)) throw error;
    }),
  );
  if (!database.isTimeToClear()) return;
  // The next time is soon enough if it fails now.
  await database.use((pool) => pool.query(forgetOlder, [retention])).catch(() => undefined);
}

async function* follow(
  database: Database,
  listener: Listener,
  run: string,
  { after = 0, signal, patience }: SubscribeOptions & { readonly patience: number },
): AsyncGenerator<StreamEvent> {
  const ear = listener.open(topicOf(run));
  try {
    for (let last = after; ;) {
      const isLast = signal?.aborted === true;
      const read = (): Promise<StreamEvent[]> => database.use((pool) => readAfter(pool, run, last));
      const some = await tryAgain(read, patience);
      for (const event of some) {
        last = event.seq;
        yield event;
      }
      if (some.length > 0) continue;
      if (isLast) return;
      await ear.news(longestSilence, signal);
    }
  } finally {
    ear.close();
  }
}

function topicOf(run: string): string {
  return createHash('sha256').update(run).digest('hex');
}
