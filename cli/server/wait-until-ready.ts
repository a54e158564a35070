import { setTimeout as wait } from 'node:timers/promises';

import { Connection } from '@temporalio/client';

import { portAnswers } from './port-answers.js';

export interface Waiting {
  readonly address: string;
  readonly namespace: string;
  /** Milliseconds. */
  readonly timeout: number;
  /** Ends the waiting early, for a server that has died or a caller who gave up. */
  readonly signal: AbortSignal;
}

const pollMilliseconds = 20;
const answerMilliseconds = 2_000;
const service = 'temporal.api.workflowservice.v1.WorkflowService';

/** Resolves when the server serves and knows the namespace: from then on a workflow can be started. */
export async function waitUntilReady({ address, namespace, timeout, signal }: Waiting): Promise<void> {
  const end = performance.now() + timeout;
  let problem: unknown = new Error(`nothing listens at ${address}`);
  while (performance.now() < end) {
    signal.throwIfAborted();
    // The gRPC client waits a second after a refused connection; a plain one tells us at once.
    if (await portAnswers(address)) {
      problem = await findProblem(address, namespace);
      if (problem === undefined) return;
    }
    await wait(pollMilliseconds);
  }
  throw problem;
}

async function findProblem(address: string, namespace: string): Promise<unknown> {
  const connection = Connection.lazy({ address, connectTimeout: answerMilliseconds, interceptors: [] });
  try {
    await connection.withDeadline(Date.now() + answerMilliseconds, async () => {
      await connection.healthService.check({ service });
      await connection.workflowService.describeNamespace({ namespace });
    });
    return undefined;
  } catch (error) {
    return error;
  } finally {
    await connection.close();
  }
}
