import type { temporal } from '@temporalio/proto';
import { pausedAttribute, pausedMemo, resumeName } from '../../src/contract/control.js';
import type { Decoder } from './decoder.js';
import type { RunEvent } from './run-event.js';

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;
type Part = RunEvent extends infer E ? (E extends RunEvent ? Omit<E, 'at'> : never) : never;

/** What reached the run from outside, what it showed to the outside, and what its engine stumbled over. */
export async function readMessage(event: HistoryEvent, decoder: Decoder): Promise<Part | undefined> {
  const signal = event.workflowExecutionSignaledEventAttributes;
  if (signal) {
    return toMessage('signal', signal.signalName ?? '', await decoder.input(signal.input), signal.identity);
  }
  const request = event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest;
  if (request) {
    return toMessage(
      'update',
      request.input?.name ?? '',
      await decoder.input(request.input?.args),
      request.meta?.identity,
    );
  }
  // An update that a reset has sent again: who sent it at first is still in it.
  const admitted = event.workflowExecutionUpdateAdmittedEventAttributes?.request;
  if (admitted) {
    const { input, meta } = admitted;
    return toMessage('update', input?.name ?? '', await decoder.input(input?.args), meta?.identity);
  }
  const cancel = event.workflowExecutionCancelRequestedEventAttributes;
  if (cancel) return { kind: 'cancel-requested', by: cancel.identity || undefined };
  const reset = readReset(event);
  if (reset) return reset;
  const broken = event.workflowTaskFailedEventAttributes;
  // A worker that was restarted, or a reset, is no problem of the code.
  if (broken?.failure) {
    return { kind: 'engine-failed', message: (await decoder.failure(broken.failure))?.message ?? '' };
  }
  return readPauses(event, decoder);
}

function toMessage(kind: 'signal' | 'update', name: string, input: unknown, identity: string | null | undefined): Part {
  const by = identity || undefined;
  if (name === resumeName && isAnswer(input)) return { kind: 'answered', pause: input.name, value: input.value, by };
  return { kind, name, input, by };
}

function isAnswer(input: unknown): input is { readonly name: string; readonly value: unknown } {
  return typeof input === 'object' && input !== null && 'name' in input && typeof input.name === 'string';
}

async function readPauses(event: HistoryEvent, decoder: Decoder): Promise<Part | undefined> {
  const attributes = event.upsertWorkflowSearchAttributesEventAttributes?.searchAttributes?.indexedFields;
  if (attributes && pausedAttribute in attributes) {
    return { kind: 'pauses-changed', open: namesIn(parse(attributes[pausedAttribute]?.data)) };
  }
  const memo = event.workflowPropertiesModifiedEventAttributes?.upsertedMemo?.fields;
  if (memo && pausedMemo in memo) {
    return { kind: 'pauses-changed', open: namesIn(await decoder.value(memo[pausedMemo])) };
  }
  const granted = event.workflowPropertiesModifiedEventAttributes?.upsertedMemo?.fields?.[approvalMemo];
  return granted ? toGrant(await decoder.value(granted)) : undefined;
}

/** Where a call needs an approval and an earlier answer covers it. */
const approvalMemo = 'perdure.approval';

function toGrant(facts: unknown): Part | undefined {
  const { task, by } = (facts ?? {}) as { readonly task?: unknown; readonly by?: unknown };
  return typeof task === 'string' ? { kind: 'granted', task, by: typeof by === 'string' ? by : undefined } : undefined;
}

/** Temporal's number and name for a workflow task that ended because its run was taken back to it. */
const resetCauses: readonly unknown[] = [20, 'WORKFLOW_TASK_FAILED_CAUSE_RESET_WORKFLOW'];

function readReset(event: HistoryEvent): Part | undefined {
  const task = event.workflowTaskFailedEventAttributes;
  if (!task || !resetCauses.includes(task.cause)) return undefined;
  const { baseRunId, newRunId, failure } = task;
  return { kind: 'reset', fromRunId: baseRunId ?? '', runId: newRunId ?? '', reason: failure?.message ?? '' };
}

/** Search attributes are plain JSON for every codec, because the server reads them. */
function parse(data: Uint8Array | null | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(data ?? []).toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

function namesIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((name): name is string => typeof name === 'string') : [];
}
