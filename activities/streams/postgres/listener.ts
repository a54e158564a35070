import type { Client } from 'pg';
import { loadOptional } from '../../load-optional.js';
import { Pauses } from '../try-again.js';
import { type Ear, Ears } from './ears.js';

/** What is notified in; its payload is the hash of a run's id, since a payload has a limit and an id may be long. */
export const topicChannel = 'perdure_stream';

interface Line {
  readonly client: Client;
  /** Resolves when it is gone, whoever has ended it. */
  readonly gone: Promise<void>;
}

/** One connection for all who wait in this process, as long as somebody does. A broken one is replaced, and all look again. */
export class Listener {
  private readonly ears = new Ears();
  private stopping: AbortController | undefined;

  constructor(
    private readonly url: string,
    /** Told once when a connection is lost or cannot be had. */
    private readonly lost: (error: unknown) => void,
  ) {}

  open(topic: string): Ear {
    const ear = this.ears.open(topic, () => {
      if (this.ears.count === 0) this.stopping?.abort();
    });
    if (this.stopping === undefined || this.stopping.signal.aborted) void this.listen();
    return ear;
  }

  private async listen(): Promise<void> {
    const stopping = new AbortController();
    this.stopping = stopping;
    const { signal } = stopping;
    const pauses = new Pauses();
    let isTold = false;
    while (!signal.aborted) {
      try {
        const { client, gone } = await this.connect();
        pauses.reset();
        isTold = false;
        const end = (): void => void client.end().catch(() => undefined);
        if (signal.aborted) end();
        else signal.addEventListener('abort', end, { once: true });
        this.ears.tellAll();
        await gone;
        signal.removeEventListener('abort', end);
        if (!signal.aborted) throw new Error('the connection was lost');
      } catch (error) {
        if (!isTold && !signal.aborted) this.lost(error);
        isTold = true;
        await pauses.next(signal);
      }
    }
  }

  private async connect(): Promise<Line> {
    const { default: pg } = await loadOptional('pg', () => import('pg'));
    const client = new pg.Client({ connectionString: this.url, connectionTimeoutMillis: 3_000, keepAlive: true });
    // An error is followed by an end; unheard it would end the process.
    client.on('error', () => undefined);
    client.on('notification', ({ payload }) => this.ears.tell(payload ?? ''));
    const gone = new Promise<void>((resolve) => void client.once('end', resolve));
    try {
      await client.connect();
      await client.query(`listen ${topicChannel}`);
      return { client, gone };
    } catch (error) {
      void client.end().catch(() => undefined);
      throw error;
    }
  }
}
