import { humanUsage } from '../terminal/human-usage.js';
import { humanDuration } from '../terminal/human-duration.js';
import { showInline } from '../terminal/show-value.js';
import type { EventFailure, MapPart } from './run-event.js';
import type { PauseStep, Step, TaskStep } from './timeline.js';

/** What kind of step it is, in one sign. */
export const signs: { readonly [K in Step['kind']]: string } = {
  task: '•',
  timer: '⧗',
  child: '↳',
  pause: '?',
  signal: '→',
  update: '→',
  'cancel-request': '→',
  'engine-failure': '!',
  rerun: '↻',
  grant: '✓',
};

/** What the step is called in the timeline. */
export function nameOf(step: Step): string {
  if (step.kind === 'timer') return `sleep ${humanDuration(step.length)}`;
  if (step.kind === 'child') return step.part === undefined ? step.workflow : `map of ${step.part.of}`;
  return step.kind === 'signal' || step.kind === 'update' ? `${step.kind} ${step.name}` : step.name;
}

/** How it stands, in a word. */
export function outcomeOf(step: Step): string {
  if (step.status === 'open') return openWords[step.kind] ?? 'running';
  if (step.kind === 'pause' && step.status === 'succeeded') return decisionOf(step) ?? 'answered';
  if (step.kind === 'grant') return 'covered';
  return step.status === 'timed-out' ? 'timed out' : step.status;
}

const openWords: { readonly [K in Step['kind']]?: string } = { timer: 'waiting', pause: 'waiting' };

/** The rest of what is worth knowing about it, in one line. */
export function detailOf(step: Step, now: number): string {
  const parts = [own(step, now), step.failure && describeFailure(step.failure)];
  return parts.filter((part) => part !== undefined && part !== '').join('  ');
}

function own(step: Step, now: number): string | undefined {
  switch (step.kind) {
    case 'task':
      return taskDetail(step, now);
    case 'timer':
      return step.summary;
    case 'child':
      return [step.part && itemsOf(step.part), step.id].filter(Boolean).join('  ');
    case 'pause':
      return decisionOf(step) === undefined ? pauseDetail(step) : approvalDetail(step);
    case 'engine-failure':
    case 'rerun':
      return String(step.input);
    case 'grant':
      return ['by an earlier approval', by(step.by)].filter(Boolean).join(' ');
    default:
      return [showInline(step.input), by(step.by)].filter(Boolean).join(' ');
  }
}

function itemsOf({ items }: MapPart): string {
  return items === 1 ? '1 item' : `${items} items`;
}

function taskDetail({ summary, pending, local, lastFailure, failure, usage }: TaskStep, now: number): string {
  const parts = [summary, local ? 'local' : undefined, usage && humanUsage(usage)];
  // The failure of the last attempt is the step's own; a call in flight is told by its worker.
  if (lastFailure && !failure && !pending?.failure) parts.push(`retried after ${describeFailure(lastFailure)}`);
  if (pending?.progress !== undefined) parts.push(`progress ${showInline(pending.progress)}`);
  if (pending?.failure) parts.push(`last attempt: ${describeFailure(pending.failure)}`);
  if (pending?.nextAttemptAt !== undefined && pending.nextAttemptAt > now) {
    parts.push(`next attempt in ${humanDuration(pending.nextAttemptAt - now)}`);
  }
  return parts.filter((part) => part !== undefined).join('  ');
}

/** How somebody decided about a call that needs an approval. */
function decisionOf({ name, answer }: PauseStep): 'approved' | 'rejected' | undefined {
  const { approved } = (answer?.value ?? {}) as { readonly approved?: unknown };
  if (!name.startsWith('approve:') || typeof approved !== 'boolean') return undefined;
  return approved ? 'approved' : 'rejected';
}

function approvalDetail({ answer }: PauseStep): string {
  const said = answer?.value as { readonly by?: string; readonly reason?: string; readonly remember?: string };
  const remembered =
    said.remember === 'always' || said.remember === 'target' ? `remember: ${said.remember}` : undefined;
  return [by(said.by ?? answer?.by), said.reason, remembered].filter(Boolean).join('  ');
}

function pauseDetail({ answer, prompt, deadline, status }: PauseStep): string {
  if (answer) return [showInline(answer.value), by(answer.by)].filter(Boolean).join(' ');
  if (status === 'succeeded') return 'went on by itself';
  return [prompt, deadline && `until ${deadline}`].filter(Boolean).join('  ');
}

function by(identity: string | undefined): string | undefined {
  return identity && `by ${identity}`;
}

export function describeFailure({ code, message }: EventFailure): string {
  return `${code}: ${message}`;
}
