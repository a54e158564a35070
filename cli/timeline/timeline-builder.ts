import type { RunEvent } from './run-event.js';
import type { MomentKind, OnBehalf, PauseStep, Step, TaskStep, Timeline } from './timeline.js';

type EventOf<K extends RunEvent['kind']> = Extract<RunEvent, { kind: K }>;
type Handlers = { readonly [K in RunEvent['kind']]: (event: EventOf<K>) => void };

/** The timers of pauses carry this summary; their end is the pause's end. */
const pauseTimer = /^(.+) (times out|wakes by itself)$/;

/** The summary of a call that was made because another one failed or was cancelled. */
const variant = /^(fallback|rollback) of ([\w.:-]+)(?: · |$)/;

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
  private reset: EventOf<'reset'> | undefined;
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
      resetOf: this.reset && { runId: this.reset.fromRunId, reason: this.reset.reason },
      steps: [...this.steps.values()].map((step) =>
        end !== undefined && step.status === 'open' ? { ...step, status: 'cancelled', endedAt: end.at } : step,
      ),
      end: end && { how: end.how, at: end.at, result: end.result, failure: end.failure },
    };
  }

  private readonly handlers: Handlers = {
    'run-started': (event) => void (this.head = event),
    'run-ended': (event) => void (this.end = event),
    'task-scheduled': ({ step, at, activityId, name, summary, model }) =>
      this.begin(step, { ...opened(at), ...task(name, summary), activityId, ...(model && { model }) }),
    'task-started': ({ step, at, attempt, lastFailure }) =>
      this.change(step, { attempts: attempt, lastFailure, attemptAt: at }),
    'local-task': ({ step, at, startedAt, name, summary, attempt, how, failure }) =>
      this.begin(step, {
        ...task(name, summary),
        activityId: '',
        local: true,
        startedAt,
        endedAt: at,
        status: how,
        failure,
        attempts: attempt,
      }),
    'task-ended': ({ step, at, how, failure, usage }) =>
      this.change(step, { endedAt: at, status: how, failure, ...(usage && { usage }) }),
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
    'child-scheduled': ({ step, at, workflow, id, part }) =>
      this.begin(step, { ...opened(at), kind: 'child', workflow, id, part }),
    'child-ended': ({ step, at, how, failure }) => this.change(step, { endedAt: at, status: how, failure }),
    'pauses-changed': (event) => this.changePauses(event),
    answered: (event) => {
      // The first answer counts; one by signal may come long before its pause.
      if (!this.answers.has(event.pause)) this.answers.set(event.pause, event);
    },
    signal: (event) => this.moment(event.kind, event.name, event),
    update: (event) => this.moment(event.kind, event.name, event),
    reset: (event) => {
      this.reset = event;
      this.moment('rerun', 'rerun', { at: event.at, input: event.reason, by: undefined });
    },
    granted: ({ at, task: name, by }) => this.moment('grant', `approve:${name}`, { at, input: undefined, by }),
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
    kind: MomentKind,
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

function task(
  name: string,
  summary: string | undefined,
): Omit<TaskStep, keyof ReturnType<typeof opened> | 'activityId'> {
  const [, as, of] = variant.exec(summary ?? '') ?? [];
  const onBehalf = of === undefined ? undefined : ({ as, of } as OnBehalf);
  const rest = { attempts: 0, lastFailure: undefined, attemptAt: undefined, pending: undefined };
  return { kind: 'task', name, summary, onBehalf, local: false, ...rest };
}

function opened(at: number): { startedAt: number; endedAt: undefined; status: 'open'; failure: undefined } {
  return { startedAt: at, endedAt: undefined, status: 'open', failure: undefined };
}
