import type { Colours } from '../terminal/colours.js';
import { humanDuration } from '../terminal/human-duration.js';
import { type Cell, type Column, table } from '../terminal/table.js';
import { signs } from '../timeline/describe-step.js';
import type { Call } from './call.js';
import type { StepStats } from './step-stats.js';

export interface RenderStats {
  readonly colours: Colours;
  readonly width: number | undefined;
  /** One run shows the mean of its calls; many runs show how their calls lie. */
  readonly of: 'one-run' | 'many-runs';
}

/** A line for each step. */
export function renderSteps(steps: readonly StepStats[], { colours, width, of }: RenderStats): string[] {
  const right = (title: string): Column => ({ title, align: 'right' });
  const middle = of === 'one-run' ? ['MEAN', 'MAX'] : ['MEDIAN', 'P95', 'MAX'];
  const columns: Column[] = [
    { title: '' },
    { title: 'STEP', flexible: true },
    ...['CALLS', 'ATTEMPTS', 'FAILED', 'TOTAL', ...middle, 'QUEUED', 'RETRIES', 'SHARE'].map(right),
  ];
  const rows = steps.map((step): (Cell | string)[] => {
    const { time } = step;
    const lengths = of === 'one-run' ? [time.mean, time.max] : [time.median, time.p95, time.max];
    return [
      { text: signs[step.kind], colour: colours.dim },
      { text: step.within === null ? step.name : `${step.within} › ${step.name}`, colour: colours.bold },
      step.open > 0 ? `${step.calls} (${step.open} open)` : String(step.calls),
      step.kind === 'task' ? String(step.attempts) : '',
      step.failures > 0 ? { text: String(step.failures), colour: colours.red } : '',
      ...[time.total, ...lengths].map(humanDuration),
      step.queued > 0 ? humanDuration(step.queued) : '',
      step.retrying > 0 ? humanDuration(step.retrying) : '',
      `${Math.round(step.share * 100)} %`,
    ];
  });
  return rows.length === 0 ? ['No step so far.'] : table(columns, rows, { width, titleColour: colours.dim });
}

/** The single calls that took longest, from the call to its end. */
export function renderSlowest(calls: readonly Call[], begin: number, { colours, width }: RenderStats): string[] {
  if (calls.length === 0) return [];
  const columns: Column[] = [
    { title: 'SLOWEST CALLS' },
    { title: 'TOOK', align: 'right' },
    { title: 'START', align: 'right' },
    { title: 'ATTEMPTS', align: 'right' },
    { title: 'DETAIL', flexible: true },
  ];
  const rows = calls.map((call): (Cell | string)[] => [
    { text: call.within === undefined ? call.name : `${call.within} › ${call.name}`, colour: colours.bold },
    humanDuration(call.until - call.startedAt),
    `+${humanDuration(call.startedAt - begin)}`,
    call.attempts > 1 ? String(call.attempts) : '',
    [call.summary, call.status === 'open' ? 'goes on' : undefined].filter(Boolean).join('  '),
  ]);
  return table(columns, rows, { width, titleColour: colours.dim });
}
