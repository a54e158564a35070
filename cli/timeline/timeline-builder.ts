import type { RunEvent } from './run-event.js';
import type { PauseStep, Step, Timeline } from './timeline.js';

type EventOf<K extends RunEvent['kind']> = Extract<RunEvent, { kind: K }>;
type Handlers = { readonly [K in RunEvent['kind']]: (event: EventOf<K>) => void };

/** The timers of pauses carry this summary; their end is the pause's end. */
const pauseTimer = /^(.+) (times out|wakes by itself)$/;

/**
 * Puts a run's events together, one after another: a history of 50 MB passes through without being kept.
 * What has not ended when the run ends was cancelled by the end.
 */
export class TimelineBuilder {
  private readonly steps = new Map<string, Step>();
  private readonly openPauses = new Map<string, string>();
  private readonly answers = new Map<string, EventOf<'answered'>>();
  private readonly pauseTimers = new Map<string, { readonly pause: string; readonly wakes: boolean }>();
  private readonly timedOut = new Set<string>();
  private readonly woken = new Set<string>();
  private head: EventOf<'run-started'> | undefined;
  private end: EventOf<'run-ended'> | undefined;
  private count = 0;

  add(event: RunEvent): void {
    (this.handlers[event.kind] as (event: RunEvent) => void)(event);
  }

  build(): Timeline {
    const { head, end } = this;
    return {
      workflow: head?.workflow ?? '',
      taskQueue: head?.taskQueue ?? '',
      startedAt: head?.at ?? 0,
      input: head?.input,
      attempt: head?.attempt ?? 1,
      startedBy: head?.by,
      steps: [...this.steps.values()].map((step) =>
        end !== undefined && step.status === 'open' ? { ...step, status: 'cancelled', endedAt: end.at } : step,
      ),
      end: end && { how: end.how, at: end.at, result: end.result, failure: end.failure },
    };
  }

  private readonly handlers: Handlers = {
    'run-started': (event) => void (this.head = event),
    'run-ended': (event) => void (this.end = event),
    'task-scheduled': ({ step, at, activityId, name, summary }) =>
      this.begin(step, { ...opened(at), kind: 'task', name, summary, activityId, attempts: 0, pending: undefined }),
    'task-started': ({ step, attempt }) => this.change(step, { attempts: attempt }),
    'task-ended': ({ step, at, how, failure }) => this.change(step, { endedAt: at, status: how, failure }),
    'timer-started': ({ step, at, length, summary }) => {
      const [, pause, end] = pauseTimer.exec(summary ?? '') ?? [];
      // The pause is announced in the same breath, before or after its timer.
      if (pause !== undefined) this.pauseTimers.set(step, { pause, wakes: end !== 'times out' });
      else this.begin(step, { ...opened(at), kind: 'timer', length, summary });
    },
    'timer-ended': ({ step, at, how }) => {
      const timer = this.pauseTimers.get(step);
      if (timer === undefined) this.change(step, { endedAt: at, status: how });
      else if (how === 'succeeded') (timer.wakes ? this.woken : this.timedOut).add(timer.pause);
    },
    'child-scheduled': ({ step, at, workflow, id }) => this.begin(step, { ...opened(at), kind: 'child', workflow, id }),
    'child-ended': ({ step, at, how, failure }) => this.change(step, { endedAt: at, status: how, failure }),
    'pauses-changed': (event) => this.changePauses(event),
    answered: (event) => {
      // The first answer counts; one by signal may come long before its pause.
      if (!this.answers.has(event.pause)) this.answers.set(event.pause, event);
    },
    signal: (event) => this.moment(event.kind, event.name, event),
    update: (event) => this.moment(event.kind, event.name, event),
    'cancel-requested': (event) => this.moment('cancel-request', 'cancel requested', { ...event, input: undefined }),
    'engine-failed': ({ at, message }) =>
      this.moment('engine-failure', 'workflow task failed', { at, input: message, by: undefined }),
  };

  private changePauses({ at, open }: EventOf<'pauses-changed'>): void {
    for (const [name, step] of this.openPauses) {
      if (open.includes(name)) continue;
      this.openPauses.delete(name);
      this.change(step, this.endOfPause(name, at));
    }
    for (const name of open) {
      if (this.openPauses.has(name)) continue;
      const step = `pause ${name} ${this.count}`;
      this.openPauses.set(name, step);
      this.begin(step, {
        ...opened(at),
        kind: 'pause',
        name,
        answer: undefined,
        prompt: undefined,
        deadline: undefined,
      });
    }
  }

  private endOfPause(name: string, at: number): Partial<PauseStep> {
    const answer = this.answers.get(name);
    if (answer) return { endedAt: at, status: 'succeeded', answer: { value: answer.value, by: answer.by } };
    if (this.woken.has(name)) return { endedAt: at, status: 'succeeded' };
    return { endedAt: at, status: this.timedOut.has(name) ? 'timed-out' : 'cancelled' };
  }

  private moment(
    kind: 'signal' | 'update' | 'cancel-request' | 'engine-failure',
    name: string,
    { at, input, by }: { readonly at: number; readonly input: unknown; readonly by: string | undefined },
  ): void {
    const status = kind === 'engine-failure' ? 'failed' : 'succeeded';
    this.begin(`${kind} ${this.count}`, {
      kind,
      name,
      input,
      by,
      startedAt: at,
      endedAt: at,
      status,
      failure: undefined,
    });
  }

  private begin(key: string, step: Step): void {
    this.count += 1;
    this.steps.set(key, step);
  }

  private change(key: string, change: Partial<Step>): void {
    const step = this.steps.get(key);
    if (step !== undefined) this.steps.set(key, { ...step, ...change } as Step);
  }
}

function opened(at: number): { startedAt: number; endedAt: undefined; status: 'open'; failure: undefined } {
  return { startedAt: at, endedAt: undefined, status: 'open', failure: undefined };
}
