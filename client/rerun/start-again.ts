import { randomUUID } from 'node:crypto';
import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import type { Payload } from '@temporalio/common';
import { decodeTypedSearchAttributes } from '@temporalio/common/lib/converter/payload-search-attributes.js';
import { decompileRetryPolicy } from '@temporalio/common/lib/retry-policy.js';
import { pausedAttribute } from '../../src/contract/control.js';
import { PerdureError } from '../../src/errors.js';
import { checkPayload } from '../../src/payload/check-size.js';
import { type HistoryEvent, readHistory } from '../history/read-history.js';
import { payloadLimitOf } from '../payload-limit.js';
import { decodeNamed, decodeValues } from './decode.js';
import { rerunMemo, rerunPrefix } from './rerun-of.js';

export interface Again {
  readonly workflowId: string;
  readonly runId: string;
  readonly id: string | undefined;
  /** Instead of the earlier input, where `hasInput`. */
  readonly input: unknown;
  readonly hasInput: boolean;
  readonly reason: string | undefined;
}

type Started = NonNullable<HistoryEvent['workflowExecutionStartedEventAttributes']>;

/** Starts the same workflow with the same input and settings under a new id; returns both ids. */
export async function startAgain(client: Client, again: Again): Promise<{ id: string; runId: string }> {
  const { workflowId, runId, id = `${rerunPrefix(workflowId)}${randomUUID().slice(0, 8)}` } = again;
  const { started, summary } = await firstEvent(client, again);
  const converter = client.options.loadedDataConverter;
  const workflow = started.workflowType?.name ?? '';
  if (again.hasInput) checkPayload([again.input], `workflow '${workflow}'`, () => 'its input', payloadLimitOf(client));
  const memo = Object.entries(await decodeNamed(converter, started.memo?.fields as Record<string, Payload>));
  const given = again.input === undefined ? [] : [again.input];
  try {
    const handle = await client.workflow.start(workflow, {
      workflowId: id,
      args: again.hasInput ? given : await decodeValues(converter, started.input?.payloads as Payload[]),
      taskQueue: started.taskQueue?.name ?? '',
      memo: {
        ...Object.fromEntries(memo.filter(([key]) => !key.startsWith('perdure.'))),
        [rerunMemo]: { id: workflowId, runId, reason: again.reason ?? null },
      },
      typedSearchAttributes: decodeTypedSearchAttributes(ownAttributes(started)),
      workflowExecutionTimeout: lengthOf(started.workflowExecutionTimeout),
      workflowRunTimeout: lengthOf(started.workflowRunTimeout),
      retry: decompileRetryPolicy(started.retryPolicy),
      priority: started.priority?.priorityKey ? { priorityKey: started.priority.priorityKey } : undefined,
      staticSummary: (await decodeValues(converter, summary ? [summary] : []))[0] as string | undefined,
    });
    return { id, runId: handle.firstExecutionRunId };
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
    throw new PerdureError({
      code: 'Run.AlreadyStarted',
      message: `Run '${id}' exists already and is open. Choose another id for the rerun of '${workflowId}'.`,
      details: { run: id, workflow },
      cause: error,
    });
  }
}

async function firstEvent(
  client: Client,
  { workflowId, runId }: Again,
): Promise<{ started: Started; summary: Payload | undefined }> {
  for await (const event of readHistory(client, { workflowId, runId, order: 'oldest-first', pageSize: 1 })) {
    const started = event.workflowExecutionStartedEventAttributes;
    if (started) return { started, summary: (event.userMetadata?.summary as Payload | null) ?? undefined };
    break;
  }
  throw new PerdureError({
    code: 'Run.NotFound',
    message: `The history of run '${workflowId}' is gone: the server keeps ended runs only for the namespace's retention time.`,
    details: { run: workflowId, runId },
  });
}

/** Attributes the caller had set; those the server or a run writes about itself belong to the earlier run. */
function ownAttributes({ searchAttributes }: Started): Record<string, Payload> {
  const fields = Object.entries((searchAttributes?.indexedFields ?? {}) as Record<string, Payload>);
  return Object.fromEntries(
    fields.filter(([name]) => name !== pausedAttribute && name !== 'BuildIds' && !name.startsWith('Temporal')),
  );
}

/** In milliseconds; the server's zero is "none". */
function lengthOf(length: { seconds?: unknown; nanos?: number | null } | null | undefined): number | undefined {
  return Number(length?.seconds ?? 0) * 1_000 + Math.floor((length?.nanos ?? 0) / 1e6) || undefined;
}
