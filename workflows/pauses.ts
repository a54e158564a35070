import { CancellationScope, log, sleep } from '@temporalio/workflow';
import { cancelledError } from '../src/cancellation.js';
import type { OpenPause, ResumeReceipt, ResumeRequest } from '../src/contract/control.js';
import { PerdureError } from '../src/errors.js';
import type { PauseRequest } from '../src/flow/pause.js';
import { pauseTimedOut } from '../src/flow/pause-timed-out.js';
import { toJsonSchema } from '../src/schema/to-json-schema.js';
import { invalidValue, type Validated, validate } from '../src/schema/validate.js';
import { CallScope } from './call-scope.js';
import { showPauses } from './details.js';
import { markPaused } from './mark-paused.js';
import { countAnswer, countPauseEnded, countPauseOpened } from './pause-metrics.js';

interface Pause {
  readonly id: string;
  readonly request: PauseRequest;
  readonly since: number;
  status: 'open' | 'answered' | 'timed-out' | 'woken' | 'cancelled';
  readonly settle: (value: unknown) => void;
}

/** The pauses of one run: which are open, who answered, and answers that came before their pause. */
export class Pauses {
  private readonly byId = new Map<string, Pause>();
  private readonly visits = new Map<string, number>();
  /** Called when the pause of that id opens, or with `undefined` when the run ends without it. */
  private readonly expecting = new Map<string, ((pause: Pause | undefined) => void)[]>();
  private handlers = 0;
  private idle: (() => void) | undefined;
  /** Problems people should see: answers by signal that did not fit. */
  readonly refused: string[] = [];

  /** Waits until the pause is answered, its time is up, or the surrounding scope is cancelled. */
  async wait(request: PauseRequest): Promise<unknown> {
    const visit = (this.visits.get(request.name) ?? 0) + 1;
    this.visits.set(request.name, visit);
    const id = visit === 1 ? request.name : `${request.name}#${visit}`;
    if (hasPassed(request)) return this.passBy(id, request);
    const timer = lengthOf(request) === undefined ? undefined : new CallScope();
    let pause: Pause | undefined;
    const end = new Promise<unknown>((resolve, reject) => {
      pause = { id, request, since: Date.now(), status: 'open', settle: resolve };
      this.byId.set(id, pause);
      CancellationScope.current().cancelRequested.catch((cause: unknown) => {
        if (this.close(pause as Pause, 'cancelled')) reject(cancelledError(`pause '${id}'`, cause));
      });
      if (timer !== undefined) this.startTimer(pause, timer, resolve, reject);
    });
    countPauseOpened(request.name);
    this.changed();
    this.announce(id, pause);
    try {
      return await end;
    } finally {
      timer?.cancel();
      this.changed();
    }
  }

  /** Answers a pause, waiting for it to open if it has not yet. */
  async answer(id: string, value: unknown): Promise<ResumeReceipt> {
    this.handlers += 1;
    try {
      const pause = this.byId.get(id) ?? (await this.opened(id));
      if (pause === undefined) throw neverOpened(id);
      refuseClosed(pause);
      let checked = pause.request.schema ? validate(pause.request.schema, value) : { ok: true as const, value };
      if (!('ok' in checked)) {
        checked = await checked;
        // Another answer may have come meanwhile.
        refuseClosed(pause);
      }
      const accepted = acceptedValue(pause, checked);
      this.close(pause, 'answered');
      countAnswer(pause.request.name, accepted);
      pause.settle(accepted);
      return { id };
    } finally {
      this.handlers -= 1;
      if (this.handlers === 0) this.idle?.();
    }
  }

  /** Refuses only what is certainly wrong; a name that is not open yet may open later, also on replay. */
  check({ name, value, wait }: ResumeRequest): void {
    const pause = this.byId.get(name);
    if (pause === undefined && wait === false) throw notOpen(name, this.list());
    if (pause === undefined) return;
    refuseClosed(pause);
    const checked = pause.request.schema ? validate(pause.request.schema, value) : undefined;
    if (checked !== undefined && 'ok' in checked) acceptedValue(pause, checked);
  }

  /** An answer by signal has nobody to tell: a refusal goes to the log and the run's details. */
  async answerBySignal(id: string, value: unknown): Promise<void> {
    try {
      await this.answer(id, value);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      log.warn(`Signal 'resume' was not accepted: ${message}`, { pause: id });
      this.refused.push(message);
      this.show();
    }
  }

  /** The open pauses, oldest first. */
  list(): OpenPause[] {
    return this.open().map(describe);
  }

  /** The run ends: answers that still wait for a pause are refused; a promise if callers must be told before the end. */
  end(): Promise<void> | undefined {
    for (const waiting of this.expecting.values()) for (const tell of waiting) tell(undefined);
    this.expecting.clear();
    return this.handlers === 0 ? undefined : new Promise<void>((resolve) => (this.idle = resolve));
  }

  /** Its time is over already: no command, no waiting, and whoever answers now learns that it has woken. */
  private passBy(id: string, request: PauseRequest): undefined {
    const pause: Pause = { id, request, since: Date.now(), status: 'woken', settle: () => undefined };
    this.byId.set(id, pause);
    this.announce(id, pause);
  }

  private startTimer(
    pause: Pause,
    timer: CallScope,
    resolve: (value: unknown) => void,
    reject: (error: unknown) => void,
  ): void {
    const { id, request } = pause;
    const length = lengthOf(request) ?? 0;
    const wakes = request.wakeAt !== undefined;
    timer
      .run(() => sleep(length, { summary: wakes ? `${id} wakes by itself` : `${id} times out` }))
      .then(
        () => {
          if (!this.close(pause, wakes ? 'woken' : 'timed-out')) return;
          if (wakes) resolve(undefined);
          else if (request.onTimeout) resolve(request.onTimeout.value);
          else reject(pauseTimedOut(id, length));
        },
        // Cancelled, because the pause ended another way.
        () => undefined,
      );
  }

  private close(pause: Pause, status: Exclude<Pause['status'], 'open'>): boolean {
    if (pause.status !== 'open') return false;
    pause.status = status;
    countPauseEnded(pause.request.name, status);
    return true;
  }

  private opened(id: string): Promise<Pause | undefined> {
    return new Promise((resolve) => {
      this.expecting.set(id, [...(this.expecting.get(id) ?? []), resolve]);
    });
  }

  private announce(id: string, pause: Pause | undefined): void {
    for (const tell of this.expecting.get(id) ?? []) tell(pause);
    this.expecting.delete(id);
  }

  private open(): Pause[] {
    return [...this.byId.values()].filter(({ status }) => status === 'open');
  }

  private changed(): void {
    markPaused(this.open().map(({ id }) => id));
    this.show();
  }

  private show(): void {
    const open = this.open().map((pause) => ({ ...describe(pause), wakes: pause.request.wakeAt !== undefined }));
    showPauses(open, this.refused);
  }
}

/** How long a pause that opens now stays open at most, in milliseconds. */
function lengthOf({ timeout, wakeAt }: PauseRequest): number | undefined {
  return wakeAt === undefined ? timeout : wakeAt - Date.now();
}

/** In a cancelled scope even a pause whose time is over ends as cancelled, like any other call. */
function hasPassed({ wakeAt }: PauseRequest): boolean {
  return wakeAt !== undefined && wakeAt <= Date.now() && !CancellationScope.current().consideredCancelled;
}

function describe({ id, request, since }: Pause): OpenPause {
  const end = request.wakeAt ?? (request.timeout === undefined ? undefined : since + request.timeout);
  return {
    id,
    name: request.name,
    prompt: request.prompt ?? null,
    data: request.data,
    schema: request.schema ? toJsonSchema(request.schema) : null,
    since: new Date(since).toISOString(),
    deadline: end === undefined ? null : new Date(end).toISOString(),
  };
}

function refuseClosed(pause: Pause): void {
  if (pause.status === 'open') return;
  const how = {
    answered: 'has already been answered',
    'timed-out': 'has timed out',
    woken: 'has woken by itself',
    cancelled: 'was cancelled',
  };
  throw new PerdureError({
    code: pause.status === 'answered' ? 'Pause.AlreadyAnswered' : 'Pause.NotOpen',
    message: `pause '${pause.id}' ${how[pause.status]}. The first answer counts.`,
    details: { pause: pause.id },
  });
}

function acceptedValue(pause: Pause, checked: Validated): unknown {
  if (checked.ok) return checked.value;
  throw invalidValue('Pause.InvalidAnswer', `The answer to pause '${pause.id}'`, checked.problems);
}

function notOpen(id: string, open: readonly OpenPause[]): PerdureError {
  const names = open.map((pause) => pause.id);
  return new PerdureError({
    code: 'Pause.NotOpen',
    message: `There is no open pause '${id}'. Open: ${names.join(', ') || 'none'}.`,
    details: { pause: id, open: names },
  });
}

function neverOpened(id: string): PerdureError {
  return new PerdureError({
    code: 'Pause.NotOpen',
    message: `pause '${id}' was never reached: the run ended without it. Look for a misspelt name with 'perdure pauses'.`,
    details: { pause: id },
  });
}
