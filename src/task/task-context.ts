import type { Log } from '../flow/log.js';
import { runtime } from '../runtime.js';

/** What a task's body may know and do while it runs. */
export interface TaskContext {
  /** The task's name. */
  readonly name: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
  /** Aborted when the call is cancelled, its time is up, or the worker shuts down. Hand it to `fetch` and the like. */
  readonly signal: AbortSignal;
  /** Values of the task's secrets by name. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Shows a value to whoever watches the run; keeps nothing in history. */
  progress(this: void, value: unknown): void;
  /** Leaves a note (JSON) that the next attempt finds in `lastHeartbeat`. Signs of life are sent without it. */
  heartbeat(this: void, details?: unknown): void;
  /** What the attempt before this one left with `heartbeat`; `undefined` if nothing. */
  readonly lastHeartbeat: unknown;
  /** The same for every attempt of one call, different for every call: send it to services that know the idea. */
  readonly idempotencyKey: string;
  /** The run that called; `undefined` in a direct call outside Temporal. */
  readonly run: { readonly id: string; readonly workflowId: string; readonly name: string } | undefined;
  readonly log: Log;
}

/**
 * The platform's own `AbortSignal` where the program's types have one (Node's or the browser's), so that it fits
 * `fetch` and Node's timers; its essence in portable code, which has neither.
 */
export type AbortSignal = typeof globalThis extends { readonly AbortSignal: { readonly prototype: infer Signal } }
  ? Signal
  : EssentialSignal;

interface EssentialSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: 'abort', listener: () => void, options?: { readonly once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

/**
 * The context of the body that is running.
 * @throws PerdureError `Task.NoContext` outside a task's body
 */
export function taskContext(): TaskContext {
  return runtime().taskContext();
}
