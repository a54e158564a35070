import { setCurrentDetails } from '@temporalio/workflow';
import type { OpenPause } from '../src/contract/control.js';

/** An open pause as people see it. */
export interface ShownPause extends OpenPause {
  /** Whether it goes on by itself at its deadline. */
  readonly wakes: boolean;
}

/** Tells the Web UI, in Markdown and without an event in history, what the run waits for. */
export function showPauses(open: readonly ShownPause[], refused: readonly string[]): void {
  const parts = [...open.map(describePause), ...refused.map((message) => `**Answer refused:** ${message}`)];
  setCurrentDetails(parts.join('\n\n').slice(0, longest));
}

/** Shows a value the run published. */
export function showProgress(value: unknown): void {
  setCurrentDetails(`**Progress**\n\n${inFence(value)}`.slice(0, longest));
}

/** Temporal allows 20,000 bytes. */
const longest = 6_000;

function describePause({ id, prompt, data, since, deadline, wakes }: ShownPause): string {
  return [
    wakes ? `**Waiting until ${deadline}: \`${id}\`**` : `**Waiting for an answer: \`${id}\`**`,
    prompt,
    data === null ? undefined : inFence(data),
    `Since ${since}${deadline === null || wakes ? '' : `, until ${deadline}`}. ${wakes ? 'Then it goes on by itself; to go on now' : 'Answer'}: \`perdure resume <run> ${id} <value>\`, or the update \`resume\` with \`{"name":"${id}","value":…}\`.`,
  ]
    .filter((part) => part !== undefined && part !== null)
    .join('\n\n');
}

function inFence(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value, undefined, 2);
  return ['```', text.slice(0, 2_000).replaceAll('```', "'''"), '```'].join('\n');
}
