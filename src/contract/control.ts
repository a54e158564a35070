/**
 * The names every client uses to talk to a run, ours, the Temporal CLI and the Web UI alike, and the shapes of what
 * they send. Fixed: they are part of the public contract.
 *
 * `temporal workflow update execute --name resume --input '{"name":"review","value":true}'`
 */
export const resumeName = 'resume';
export const pausesQuery = 'pauses';
/** The pause that asks for an approval has this and the task's name as its name. */
export const approvalPrefix = 'approve:';
/** Search attribute (keyword list) with the names of the open pauses. */
export const pausedAttribute = 'PerdurePaused';
/** Memo key that holds the same where the namespace has no such attribute. */
export const pausedMemo = 'perdure.paused';

/** Payload of the update and the signal `resume`. */
export interface ResumeRequest {
  readonly name: string;
  readonly value: unknown;
  /** `false`: refuse a name that is not open, rather than wait for it. An update only; left out, it waits. */
  readonly wait?: boolean;
}

/** Answer of the update `resume`. */
export interface ResumeReceipt {
  readonly id: string;
}

/** One row of the query `pauses`. Times are ISO 8601 in UTC. */
export interface OpenPause {
  readonly id: string;
  readonly name: string;
  readonly prompt: string | null;
  readonly data: unknown;
  readonly schema: unknown;
  readonly since: string;
  readonly deadline: string | null;
}

/** Recorded in runs that use the memo; workers whose namespace has the attribute keep it inactive. */
export const memoPatch = 'perdure.paused-in-memo';
/** Recorded in runs that pass a value too large for history; workers without a store for such values keep it inactive. */
export const largePayloadPatch = 'perdure.large-payloads';
