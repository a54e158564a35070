import { createHash, randomUUID } from 'node:crypto';
import type { McpTarget } from '../../src/ports/mcp-connector.js';
import type { Connection } from './connection.js';
import { unlessAborted } from '../unless-aborted.js';
import { toConnectError } from './connect-failure.js';
import { loadSdk } from './load-sdk.js';
import { openConnection } from './open-connection.js';

interface Entry {
  readonly connection: Promise<Connection>;
  /** Once it is there. */
  opened: Connection | undefined;
  calls: number;
  idle: NodeJS.Timeout | undefined;
}

type Secrets = Readonly<Record<string, string>>;

/**
 * The connections of one worker. Calls share one only if they agree in everything: server, how it is reached, tenant, and
 * the very credentials.
 */
export class Pool {
  private readonly entries = new Map<string, Entry>();
  /** Those that are being closed, too. */
  private readonly closing = new Set<Promise<void>>();
  private isClosed = false;

  /** Lends a connection to a call, opened first where there is none. */
  async lend<T>(
    target: McpTarget,
    secrets: Secrets,
    signal: AbortSignal,
    use: (connection: Connection) => Promise<T>,
  ): Promise<T> {
    const key = target.connection.sharing === 'pooled' ? keyOf(target, secrets) : randomUUID();
    const entry = this.find(key) ?? this.open(key, target, secrets);
    clearTimeout(entry.idle);
    entry.calls += 1;
    try {
      // Others may wait for the same connection, so only the waiting ends.
      const connection = await unlessAborted(signal, () => entry.connection);
      return await use(connection);
    } finally {
      entry.calls -= 1;
      this.release(key, entry, target);
    }
  }

  async close(): Promise<void> {
    this.isClosed = true;
    for (const [key, entry] of this.entries) this.drop(key, entry);
    await Promise.all(this.closing);
  }

  private find(key: string): Entry | undefined {
    const entry = this.entries.get(key);
    if (entry?.opened?.isOver !== true) return entry;
    this.forget(key, entry);
    return undefined;
  }

  private open(key: string, target: McpTarget, secrets: Secrets): Entry {
    const connection = loadSdk()
      .then((sdk) => openConnection(sdk, target.connection, secrets))
      .catch((error: unknown) => {
        throw toConnectError(error, target);
      });
    const entry: Entry = { connection, opened: undefined, calls: 0, idle: undefined };
    this.entries.set(key, entry);
    connection.then(
      (opened) => (entry.opened = opened),
      () => this.forget(key, entry),
    );
    return entry;
  }

  /** After a call: what is over is closed when nobody uses it any more, what is idle after a while. */
  private release(key: string, entry: Entry, { connection: { sharing, idleTimeout } }: McpTarget): void {
    if (entry.calls > 0) return;
    if (entry.opened?.isOver === true || sharing === 'per-call' || this.isClosed) return this.drop(key, entry);
    entry.idle = setTimeout(() => this.drop(key, entry), idleTimeout).unref();
  }

  private drop(key: string, entry: Entry): void {
    clearTimeout(entry.idle);
    this.forget(key, entry);
    const end = entry.connection.then((connection) => connection.close()).catch(() => undefined);
    this.closing.add(end);
    void end.then(() => this.closing.delete(end));
  }

  private forget(key: string, entry: Entry): void {
    if (this.entries.get(key) === entry) this.entries.delete(key);
  }
}

/** No secret can be read from it, and each one counts. */
function keyOf({ name, connection, tenant }: McpTarget, secrets: Secrets): string {
  return createHash('sha256')
    .update(JSON.stringify([name, connection, tenant ?? null, secrets]))
    .digest('hex');
}
