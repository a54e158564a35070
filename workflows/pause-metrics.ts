import { metricMeter } from '@temporalio/workflow';
import { approvalPrefix } from '../src/contract/control.js';

// Written once, like the log: Temporal leaves them out on replay. What was opened less what has ended, over all workers,
// is what is open now.

export function countPauseOpened(pause: string): void {
  count('perdure_pauses_opened', 'Pauses that runs have come to.', { pause });
  if (isApproval(pause)) count('perdure_approvals_asked', 'Approvals asked for.', { task: taskOf(pause) });
}

/** @param how `answered`, `timed-out` or `cancelled` */
export function countPauseEnded(pause: string, how: string): void {
  count('perdure_pauses_ended', 'Pauses that have ended, by how they did.', { pause, how });
}

/** Only an approval's answer says something that is the same for everybody. */
export function countAnswer(pause: string, value: unknown): void {
  if (!isApproval(pause)) return;
  const answer = (value as { readonly approved?: boolean } | null)?.approved === true ? 'approved' : 'rejected';
  count('perdure_approvals_answered', 'Approvals answered.', { task: taskOf(pause), answer });
}

function count(name: string, description: string, tags: Record<string, string>): void {
  metricMeter.createCounter(name, undefined, description).add(1, tags);
}

function isApproval(pause: string): boolean {
  return pause.startsWith(approvalPrefix);
}

function taskOf(pause: string): string {
  return pause.slice(approvalPrefix.length);
}
