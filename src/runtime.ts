/**
 * The seam. Definitions and control flow are ordinary code over this interface; what a call *means* is decided by the
 * runtime in force: in the workflow sandbox Temporal's commands, in plain Node a function call.
 */
import { plainCalls } from './direct/plain-calls.js';
import { currentScope } from './direct/scope.js';
import type { ModelCall } from './agent/model-call.js';
import type { ModelCallResult } from './contract/model-call.js';
import type { GraphView } from './contract/graphs.js';
import type { StreamFrame } from './contract/stream.js';
import type { Log } from './flow/log.js';
import type { PauseRequest } from './flow/pause.js';
import type { RunInfo } from './flow/run-info.js';
import type { TaskContext } from './task/task-context.js';
import type { TaskDefinition } from './task/definition.js';
import type { WorkflowDefinition } from './workflow/definition.js';

/** A child run that goes on by itself. */
export interface ChildRun<R> {
  readonly id: string;
  result(): Promise<R>;
  cancel(): Promise<void>;
}

/** Every promise a runtime returns for a call remembers how to cancel it (`cancellation.ts`). */
export interface Runtime {
  /** `body`: inside a task's body, where calls run in place and nothing durable can be started. */
  readonly kind: 'workflow' | 'direct' | 'body';
  callTask(task: TaskDefinition, args: readonly unknown[]): Promise<unknown>;
  /** The same for a call that nobody cancels but the surrounding scope: cheaper, for the many calls of a `map`. */
  callTaskInScope(task: TaskDefinition, args: readonly unknown[]): Promise<unknown>;
  /** Calls an agent's model; the reply is not yet part of the conversation. */
  callModel(call: ModelCall): Promise<ModelCallResult>;
  callChild(workflow: WorkflowDefinition, input: unknown): Promise<unknown>;
  startChild(workflow: WorkflowDefinition, input: unknown, id: string | undefined): Promise<ChildRun<unknown>>;
  waitForAnswer(pause: PauseRequest): Promise<unknown>;
  sleep(milliseconds: number, summary: string | undefined): Promise<void>;
  /** Milliseconds since 1970. */
  now(): number;
  /** At least 0, below 1. */
  random(): number;
  uuid(): string;
  /** Whether the calling code itself has been cancelled (rather than one call it made). */
  cancelled(): boolean;
  /** Runs code whose calls are cancelled together through the promise that comes back. */
  scope<T>(run: () => Promise<T>): Promise<T>;
  /** Runs code that no cancellation from outside reaches. */
  uncancellable<T>(run: () => Promise<T>): Promise<T>;
  /** Ends the run and starts it anew with another input. */
  continueAsNew(input: unknown): Promise<never>;
  /** Something the library keeps for one run, made when first asked for: definitions are shared by all runs. */
  state<T>(key: string, create: () => T): T;
  /** Writes a fact about the run into its history, for those who audit it. */
  record(what: string, facts: Readonly<Record<string, unknown>>): void;
  /** Shows a value to whoever watches the run; keeps nothing in history. */
  publish(value: unknown): void;
  /** Shows what an agent does to whoever watches the run's stream; keeps nothing in history. */
  stream(frames: readonly StreamFrame[]): void;
  /** Told of each graph that begins; whoever watches the run can look at it at any time. Keeps nothing in history. */
  showGraph(name: string, look: () => Omit<GraphView, 'id'>): void;
  runInfo(): RunInfo;
  taskContext(): TaskContext;
  readonly log: Log;
}

// Registered symbols: the sandbox installs its runtime once, and several copies of the library agree on it.
const installed = Symbol.for('perdure.runtime');
const holder = globalThis as { [installed]?: Runtime };

/** The runtime in force: the sandbox's, else the one of the surrounding body or `directly(…)`, else plain calls. */
export function runtime(): Runtime {
  return holder[installed] ?? currentScope() ?? plainCalls();
}

/** Called once per sandbox by its entry. */
export function installRuntime(sandbox: Runtime): void {
  holder[installed] = sandbox;
}

/** Whether this code runs in a workflow sandbox. */
export function inSandbox(): boolean {
  return holder[installed] !== undefined;
}
