import type { Colours } from '../terminal/colours.js';
import { humanDuration } from '../terminal/human-duration.js';
import { showValue } from '../terminal/show-value.js';
import { type Cell, type Column, table } from '../terminal/table.js';
import { describeFailure, detailOf, nameOf, outcomeOf, signs } from './describe-step.js';
import type { Step, StepStatus, Timeline } from './timeline.js';

export interface RenderOptions {
  readonly colours: Colours;
  readonly width: number | undefined;
  /** Milliseconds since 1970: how long open steps have taken so far. */
  readonly now: number;
}

const columns: readonly Column[] = [
  { title: 'START', align: 'right' },
  { title: '' },
  { title: 'STEP' },
  { title: 'OUTCOME' },
  { title: 'TOOK', align: 'right' },
  { title: 'ATTEMPTS', align: 'right' },
  { title: 'DETAIL', flexible: true },
];

/** The steps of a run, a line each, and how it ended. */
export function renderTimeline(timeline: Timeline, { colours, width, now }: RenderOptions): string[] {
  const rows = timeline.steps.map((step): (Cell | string)[] => [
    { text: `+${humanDuration(step.startedAt - timeline.startedAt)}`, colour: colours.dim },
    { text: signs[step.kind], colour: colours.dim },
    { text: nameOf(step), colour: colours.bold },
    { text: outcomeOf(step), colour: colourOf(step.status, colours) },
    step.endedAt === step.startedAt && isMoment(step) ? '' : humanDuration((step.endedAt ?? now) - step.startedAt),
    step.kind === 'task' && step.attempts !== 1 ? String(step.attempts) : '',
    detailOf(step, now),
  ]);
  const steps = rows.length === 0 ? ['No step so far.'] : table(columns, rows, { width, titleColour: colours.dim });
  return [...steps, '', ...endOf(timeline, colours)];
}

function isMoment({ kind }: Step): boolean {
  return ['signal', 'update', 'cancel-request', 'engine-failure', 'rerun', 'grant'].includes(kind);
}

function endOf({ end, startedAt }: Timeline, colours: Colours): string[] {
  if (end === undefined) return [colours.cyan('Not ended yet.')];
  const word = end.how === 'timed-out' ? 'timed out' : end.how;
  const status = end.how === 'continued' ? 'succeeded' : end.how;
  const first = `${colourOf(status, colours)(word)} after ${humanDuration(end.at - startedAt)}`;
  if (end.failure) return [first, describeFailure(end.failure)];
  return end.result === undefined ? [first] : [first, showValue(end.result)];
}

function colourOf(status: StepStatus, colours: Colours): (text: string) => string {
  if (status === 'succeeded') return colours.green;
  if (status === 'open') return colours.cyan;
  return status === 'cancelled' ? colours.yellow : colours.red;
}
