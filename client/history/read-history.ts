import { setTimeout as wait } from 'node:timers/promises';
import { type Client, isGrpcServiceError } from '@temporalio/client';
import { nextPageSize, smallerPageSize } from './page-size.js';

type Ask = Client['connection']['workflowService']['getWorkflowExecutionHistory'];
type Request = Parameters<Ask>[0];
type Answer = Pick<Awaited<ReturnType<Ask>>, 'history' | 'nextPageToken'>;
export type HistoryEvent = NonNullable<NonNullable<Answer['history']>['events']>[number];

export interface HistoryRequest {
  readonly workflowId: string;
  readonly runId?: string | undefined;
  readonly order: 'oldest-first' | 'newest-first';
  /** How many events are asked for at first. */
  readonly pageSize: number;
}

// The gRPC client tries "too large" again and again; it should be told quickly that this is of no use.
const pageMilliseconds = 2_000;
const attemptsAtOneEvent = 5;
const tooLarge = 8;
const deadlineExceeded = 4;

/**
 * The events of a run in pages whose size follows the size of the events: a history of 50 MB arrives a few events at a
 * time, an ordinary one in a single page.
 */
export async function* readHistory(client: Client, history: HistoryRequest): AsyncGenerator<HistoryEvent> {
  let { pageSize } = history;
  let token: Uint8Array | undefined;
  for (;;) {
    const answer = await askForPage(client, history, pageSize, token);
    if (answer === 'too-large') {
      pageSize = smallerPageSize(pageSize);
      continue;
    }
    const events = answer.history?.events ?? [];
    yield* events;
    if (!answer.nextPageToken?.length) return;
    token = answer.nextPageToken;
    pageSize = nextPageSize(pageSize, events.map(bytesOf));
  }
}

async function askForPage(
  client: Client,
  { workflowId, runId, order }: HistoryRequest,
  maximumPageSize: number,
  nextPageToken: Uint8Array | undefined,
): Promise<Answer | 'too-large'> {
  const { namespace } = client.options;
  const request: Request = { namespace, execution: { workflowId, runId }, maximumPageSize, nextPageToken };
  const { workflowService } = client.connection;
  const ask = (): Promise<Answer> =>
    order === 'oldest-first'
      ? workflowService.getWorkflowExecutionHistory(request)
      : workflowService.getWorkflowExecutionHistoryReverse(request);
  for (let attempt = 1; ; attempt++) {
    try {
      return await client.withDeadline(Date.now() + pageMilliseconds * attempt, ask);
    } catch (error) {
      const refused = isGrpcServiceError(error) && (error.code === tooLarge || error.code === deadlineExceeded);
      if (!refused) throw error;
      if (maximumPageSize > 1) return 'too-large';
      if (attempt === attemptsAtOneEvent) throw error;
      await wait(200 * attempt);
    }
  }
}

/** What weighs in an event are its payloads, which are bytes. */
function bytesOf(value: unknown): number {
  if (value instanceof Uint8Array) return value.length;
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 8;
  return Object.values(value).reduce<number>((sum, part) => sum + bytesOf(part), 8);
}
