import { setCurrentDetails } from '@temporalio/workflow';
import type { OpenPause } from '../src/contract/control.js';

/** Tells the Web UI, in Markdown and without an event in history, what the run waits for. */
export function showPauses(open: readonly OpenPause[], refused: readonly string[]): void {
  const parts = [...open.map(describePause), ...refused.map((message) => `**Answer refused:** ${message}`)];
  setCurrentDetails(parts.join('\n\n').slice(0, longest));
}

/** Shows a value the run published. */
export function showProgress(value: unknown): void {
  setCurrentDetails(`**Progress**\n\n${inFence(value)}`.slice(0, longest));
}

/** Temporal allows 20,000 bytes. */
const longest = 6_000;

function describePause({ id, prompt, data, since, deadline }: OpenPause): string {
  return [
    `**Waiting for an answer: \`${id}\`**`,
    prompt,
    data === null ? undefined : inFence(data),
    `Since ${since}${deadline === null ? '' : `, until ${deadline}`}. Answer: \`perdure resume <run> ${id} <value>\`, or the update \`resume\` with \`{"name":"${id}","value":…}\`.`,
  ]
    .filter((part) => part !== undefined && part !== null)
    .join('\n\n');
}

function inFence(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value, undefined, 2);
  return ['```', text.slice(0, 2_000).replaceAll('```', "'''"), '```'].join('\n');
}
