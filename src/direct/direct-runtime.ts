import type { ModelCall } from '../agent/model-call.js';
import { cancelledError, mayFailUnwatched, rememberCancel } from '../cancellation.js';
import type { ModelCallResult } from '../contract/model-call.js';
import type { StreamFrame } from '../contract/stream.js';
import { PerdureError } from '../errors.js';
import type { Log } from '../flow/log.js';
import type { PauseRequest } from '../flow/pause.js';
import type { RunInfo } from '../flow/run-info.js';
import { checkPayload } from '../payload/check-size.js';
import type { ChildRun, Runtime } from '../runtime.js';
import type { TaskDefinition } from '../task/definition.js';
import type { TaskContext } from '../task/task-context.js';
import type { WorkflowDefinition } from '../workflow/definition.js';
import { Continued } from '../workflow/continued.js';
import { runDefinition } from '../workflow/run-definition.js';
import { answerDirectly } from './answer-directly.js';
import { callBody } from './call-body.js';
import { callModelDirectly } from './call-model.js';
import { CancelScope } from './cancel-scope.js';
import { host } from './host.js';
import { refuseInBody } from './refuse-in-body.js';
import { runUnder } from './scope.js';
import type { DirectSettings } from './settings.js';

/** The state of one direct run, shared by all its scopes. */
export interface DirectRun {
  readonly id: string;
  readonly startedAt: number;
  /** How often each pause name was reached. */
  readonly pauses: Map<string, number>;
  readonly state: Map<string, unknown>;
}

/** Calls mean function calls: no server, no durability. For unit tests and for running a task's body by hand. */
export class DirectRuntime implements Runtime {
  readonly kind: Runtime['kind'];
  private bodyCalls = 0;

  constructor(
    readonly settings: DirectSettings,
    readonly cancelScope = new CancelScope(),
    readonly run: DirectRun = { id: host.uuid(), startedAt: settings.clock.now(), pauses: new Map(), state: new Map() },
    private readonly runName = '',
    /** Given while a task's body runs: tasks called there run in place, and nothing durable can be started. */
    private readonly body?: TaskContext,
  ) {
    this.kind = body ? 'body' : 'direct';
  }

  get log(): Log {
    return this.body?.log ?? this.settings.log;
  }

  callTask(task: TaskDefinition, args: readonly unknown[]): Promise<unknown> {
    return this.cancellable(async (scope) => {
      checkPayload(args, `task '${task.name}'`, (index) => `argument ${index + 1}`, this.settings.limitOf);
      const result = await this.settings.clock.hold(callBody(this, scope, task, copy(args)));
      return copy(result);
    });
  }

  callTaskInScope(task: TaskDefinition, args: readonly unknown[]): Promise<unknown> {
    return this.callTask(task, args);
  }

  callModel(call: ModelCall): Promise<ModelCallResult> {
    if (this.body) return refuseInBody(this.body, `agent '${call.task.name}'`);
    return this.cancellable((scope) => this.settings.clock.hold(callModelDirectly(this, scope, call)));
  }

  callChild(workflow: WorkflowDefinition, input: unknown): Promise<unknown> {
    if (this.body) return refuseInBody(this.body, `workflow '${workflow.name}'`);
    return this.cancellable(async (scope) => {
      checkPayload([input], `workflow '${workflow.name}'`, () => 'its input', this.settings.limitOf);
      const child = new DirectRuntime(this.settings, scope, { ...this.run, state: new Map() }, workflow.name);
      const value = await runUnder(child, () =>
        runDefinition(workflow, copy(input), child.runInfo(), this.settings.limitOf),
      );
      return copy(value);
    });
  }

  startChild(workflow: WorkflowDefinition, input: unknown, id?: string): Promise<ChildRun<unknown>> {
    if (this.body) return refuseInBody(this.body, `workflow '${workflow.name}'`);
    const detached = new CancelScope();
    const child = new DirectRuntime(this.settings, detached);
    const result = child.callChild(workflow, input);
    // Nobody has to wait for a child that lives on by itself.
    result.catch(() => undefined);
    return Promise.resolve({
      id: id ?? child.run.id,
      result: () => result,
      cancel: async () => detached.cancel(),
    });
  }

  waitForAnswer(pause: PauseRequest): Promise<unknown> {
    return this.body ? refuseInBody(this.body, 'pause()') : answerDirectly(this, pause);
  }

  sleep(milliseconds: number): Promise<void> {
    if (this.body) return refuseInBody(this.body, 'sleep()');
    return this.cancellable((scope) =>
      scope.until('sleep', (resolve) => this.settings.clock.after(milliseconds, () => resolve(undefined))),
    );
  }

  scope<T>(run: () => Promise<T>): Promise<T> {
    return this.cancellable((scope) =>
      runUnder(new DirectRuntime(this.settings, scope, this.run, this.runName, this.body), run),
    );
  }

  uncancellable<T>(run: () => Promise<T>): Promise<T> {
    const sheltered = new DirectRuntime(this.settings, new CancelScope(), this.run, this.runName, this.body);
    return runUnder(sheltered, run);
  }

  async continueAsNew(input: unknown): Promise<never> {
    if (this.body) return refuseInBody(this.body, 'continueAsNew()');
    checkPayload([input], 'continueAsNew', () => 'its input', this.settings.limitOf);
    throw new Continued(copy(input));
  }

  state<T>(key: string, create: () => T): T {
    const { state } = this.run;
    if (!state.has(key)) state.set(key, create());
    return state.get(key) as T;
  }

  record(what: string, facts: Readonly<Record<string, unknown>>): void {
    this.log.debug(what, facts);
  }

  cancelled(): boolean {
    return this.cancelScope.cancelled;
  }

  now(): number {
    return this.settings.clock.now();
  }

  random(): number {
    return this.settings.random();
  }

  uuid(): string {
    return host.uuid();
  }

  publish(value: unknown): void {
    if (this.body) this.body.progress(value);
    else this.settings.publish(value);
  }

  stream(frames: readonly StreamFrame[]): void {
    for (const frame of frames) this.settings.show(frame);
  }

  showGraph(): void {
    // Nobody can ask a direct run.
  }

  runInfo(): RunInfo {
    const { id, startedAt } = this.run;
    const name = this.runName;
    return {
      id,
      workflowId: id,
      name,
      startedAt: new Date(startedAt),
      historyLength: 0,
      continueSuggested: false,
      url: undefined,
      schedule: undefined,
    };
  }

  taskContext(): TaskContext {
    if (this.body) return this.body;
    throw new PerdureError({
      code: 'Task.NoContext',
      message: 'taskContext() was called outside a task. Call it in the body of a task, while the body runs.',
    });
  }

  /** The runtime of a task's body that runs within a scope of this run. */
  inBody(scope: CancelScope, context: TaskContext): DirectRuntime {
    return new DirectRuntime(this.settings, scope, this.run, this.runName, context);
  }

  /** Inside a body the key of a call derives from the body's own, so that a repeated attempt repeats it. */
  nextKey(): string {
    this.bodyCalls += 1;
    return this.body ? `${this.body.idempotencyKey}/${this.bodyCalls}` : host.uuid();
  }

  private cancellable<T>(run: (scope: CancelScope) => Promise<T>): Promise<T> {
    const scope = new CancelScope(this.cancelScope);
    if (scope.cancelled) return Promise.reject(cancelledError('The call'));
    return mayFailUnwatched(rememberCancel(run(scope), () => scope.cancel()));
  }
}

/** Values cross as JSON here too, so that no test passes because two sides share one object. */
function copy<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copyOne) as T;
  return copyOne(value) as T;
}

function copyOne(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? (JSON.parse(JSON.stringify(value)) as unknown) : value;
}
