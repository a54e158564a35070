/**
 * The twin of perdure-agents.ts as most people write it: the whole transcript is the input of each model call.
 * @module
 */
import { ActivityCancellationType, proxyActivities, setWorkflowOptions } from '@temporalio/workflow';
import type { agentActivities } from './agent-activities.js';

const { reader, fetch_page } = proxyActivities<typeof agentActivities>({
  startToCloseTimeout: '10m',
  heartbeatTimeout: '30s',
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry: { maximumAttempts: 3, initialInterval: '1s', backoffCoefficient: 2, maximumInterval: '1m' },
});

export interface Said {
  readonly role: 'user' | 'assistant' | 'tool';
  readonly text: string;
  readonly call?: { readonly id: string; readonly page: number };
}

export async function readPages({ turns, base }: { turns: number; base: number }): Promise<number> {
  const transcript: Said[] = [{ role: 'user', text: `Read ${turns} pages.${'y'.repeat(base)}` }];
  for (let read = 0; ; read++) {
    const reply = await reader(transcript);
    transcript.push(reply);
    if (reply.call === undefined) return read;
    transcript.push({ role: 'tool', text: await fetch_page({ page: reply.call.page }) });
  }
}

setWorkflowOptions({ failureExceptionTypes: [Error] }, readPages);
