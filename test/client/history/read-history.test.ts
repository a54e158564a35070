import type { Client } from '@temporalio/client';
import { expect, test } from 'vitest';
import { readHistory } from '../../../client/history/read-history.js';

const limit = 4 * 1024 * 1024;

/** A server that holds events of given sizes and refuses answers over 4 MiB, as the real one does. */
function serverWith(sizes: readonly number[]): { client: Client; asked: number[]; refused: () => number } {
  const asked: number[] = [];
  let refused = 0;
  const answer = async (request: { maximumPageSize: number; nextPageToken?: Uint8Array }): Promise<object> => {
    asked.push(request.maximumPageSize);
    const begin = request.nextPageToken ? Number(Buffer.from(request.nextPageToken).toString()) : 0;
    const end = begin + request.maximumPageSize;
    const page = sizes.slice(begin, end);
    if (page.reduce((sum, size) => sum + size, 0) > limit) {
      refused += 1;
      throw Object.assign(new Error('Received message larger than max'), { code: 8, details: '', metadata: {} });
    }
    const events = page.map((size, index) => ({ eventId: begin + index + 1, payload: new Uint8Array(size) }));
    return { history: { events }, nextPageToken: end < sizes.length ? Buffer.from(String(end)) : new Uint8Array() };
  };
  const client = {
    options: { namespace: 'default' },
    connection: {
      workflowService: { getWorkflowExecutionHistory: answer, getWorkflowExecutionHistoryReverse: answer },
    },
    withDeadline: (_: number, ask: () => Promise<object>) => ask(),
  };
  return { client: client as unknown as Client, asked, refused: () => refused };
}

async function countEvents(client: Client, pageSize = 50): Promise<number> {
  let count = 0;
  for await (const _ of readHistory(client, { workflowId: 'run', order: 'oldest-first', pageSize })) count += 1;
  return count;
}

test('an ordinary history is read in one page', async () => {
  const { client, asked } = serverWith(Array.from({ length: 40 }, () => 500));
  expect(await countEvents(client)).toBe(40);
  expect(asked).toEqual([50]);
});

test('a history of 50 MB that grows event by event is read whole, and hardly a page is refused', async () => {
  const { client, asked, refused } = serverWith(Array.from({ length: 620 }, (_, index) => index * 270));
  expect(await countEvents(client)).toBe(620);
  expect(refused()).toBeLessThanOrEqual(1);
  expect(asked.length).toBeLessThan(100);
});

test('a page that is too large is asked for again in a smaller one, down to a single event', async () => {
  const { client, asked } = serverWith([10, 10, 2_000_000, 2_000_000, 2_000_000, 10]);
  expect(await countEvents(client)).toBe(6);
  expect(Math.min(...asked)).toBeLessThanOrEqual(2);
});

test('many small events are read in ever larger pages', async () => {
  const { client, asked } = serverWith(Array.from({ length: 5_000 }, () => 200));
  expect(await countEvents(client)).toBe(5_000);
  expect(asked.length).toBeLessThan(16);
});

test('another failure of the server is not taken for a page that is too large', async () => {
  const { client } = serverWith([]);
  Object.assign(client.connection.workflowService, {
    getWorkflowExecutionHistory: () => Promise.reject(new Error('not found')),
  });
  await expect(countEvents(client)).rejects.toThrow('not found');
});
