import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { App } from '../../client/index.js';
import { fromClient } from '../../client/failures.js';
import { offerAnswer } from '../../client/stuck/offer-answer.js';
import { type ChatReply, type ChatRequest, endUpdate, sayUpdate } from '../../src/contract/chat.js';
import { PerdureError } from '../../src/errors.js';

const millisecondsBetweenOffers = 200;
/** A server that is started again is back by then. */
const longestAbsence = 60_000;

/**
 * Says something to a chat and waits for the reply, for as long as it takes: over restarts of workers and of the server,
 * and when the chat goes on in a new run.
 * @throws what the agent threw; PerdureError `Chat.Ended`, `Server.NotReachable`
 */
export async function say(app: App, id: string, text: string): Promise<ChatReply> {
  return update<ChatReply>(app, id, sayUpdate, { text });
}

/** Ends a chat. */
export async function endChat(app: App, id: string): Promise<void> {
  await update<null>(app, id, endUpdate);
}

async function update<R>(app: App, id: string, name: string, request?: ChatRequest): Promise<R> {
  // The same for every offer, so that the message counts once.
  const options = {
    args: [request] as [ChatRequest | undefined],
    updateId: randomUUID(),
    waitForStage: 'ACCEPTED' as const,
  };
  const handle = app.client.workflow.getHandle(id);
  const send = async (): Promise<R> => {
    const accepted = await handle.startUpdate<R, [ChatRequest | undefined]>(name, options);
    // Of the very run that has accepted it: by then the chat may be in another one.
    return accepted.result();
  };
  const offer = { id, whenStuck: 'wait', look: async () => undefined } as const;
  for (let absentSince: number | undefined; ;) {
    try {
      return await offerAnswer(app.client, send, offer);
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) throw hasEnded(id, error);
      const failure = fromClient(error, id);
      const isAway = PerdureError.is(failure, 'Server.NotReachable');
      absentSince = isAway ? (absentSince ?? Date.now()) : undefined;
      const isPassing = isAway && Date.now() - (absentSince ?? 0) < longestAbsence;
      if (!isPassing && !PerdureError.is(failure, 'Chat.Moving')) throw failure;
      await wait(millisecondsBetweenOffers);
    }
  }
}

function hasEnded(id: string, cause: unknown): PerdureError {
  return new PerdureError({
    code: 'Chat.Ended',
    message: `Chat '${id}' has ended; how, says perdure show ${id}. Begin another one.`,
    details: { run: id },
    cause,
  });
}
