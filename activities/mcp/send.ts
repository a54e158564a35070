import type { McpCallContext } from '../../src/ports/mcp-connector.js';
import type { Connection } from './connection.js';
import { evidenceIn, wasNotDone } from './evidence.js';
import { AnswerLost, OpenCall, openCall } from './open-call.js';

type Options = NonNullable<Parameters<Connection['request']>[2]>;

/**
 * Sends one request and waits for its answer, for as long as it may take. The server is told of a cancellation; a
 * connection that has shown to be useless is not used again.
 */
export async function send<T>(
  connection: Connection,
  request: (options: Options) => Promise<T>,
  { signal, timeout, onProgress }: McpCallContext,
  open = new OpenCall(),
): Promise<T> {
  const controller = new AbortController();
  const abort = (): void => controller.abort('cancelled');
  signal.addEventListener('abort', abort, { once: true });
  try {
    signal.throwIfAborted();
    const answer = openCall.run(open, () =>
      request({ signal: controller.signal, timeout, onprogress: (progress) => onProgress(progress) }),
    );
    return await Promise.race([answer, open.lost]);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    // The SDK would wait for an answer that was given up.
    if (error instanceof AnswerLost) abort();
    const evidence = evidenceIn(error);
    const hangs = connection.isProcess && evidence.rpc === -32_001;
    if (hangs || error instanceof AnswerLost || wasNotDone(evidence) || isRefused(evidence.status)) {
      connection.isOver = true;
    }
    throw error;
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function isRefused(status: number | undefined): boolean {
  return status === 401 || status === 403;
}
