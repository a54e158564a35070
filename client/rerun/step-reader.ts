import type { Payload } from '@temporalio/common';
import { pausedAttribute, pausedMemo, resumeName } from '../../src/contract/control.js';
import type { HistoryEvent } from '../history/read-history.js';
import type { RerunStep } from './rerun-step.js';

/** An answer that a client sent as an update, as it was sent. */
export interface RawAnswer {
  readonly event: number;
  readonly payloads: readonly Payload[];
}

/** A step with its place among the workflow tasks of the run. */
export interface PlacedStep extends RerunStep {
  /** The completed workflow task that began it, by its event: the step begins anew when that task is done again. */
  readonly task: number;
  /** The event that ended it. */
  ended: number | undefined;
}

const pauseTimer = / (times out|wakes by itself)$/;
const localTask = 'core_local_activity';

/** Reads the steps of a run event by event, keeping only what a rerun needs: a history of 50 MB passes through. */
export class StepReader {
  readonly steps: PlacedStep[] = [];
  readonly answers: RawAnswer[] = [];
  private readonly byEvent = new Map<number, PlacedStep>();
  private readonly openPauses = new Map<string, PlacedStep>();
  private readonly calls = new Map<string, number>();

  constructor(private readonly namesInMemo: (payload: Payload) => Promise<unknown>) {}

  async read(event: HistoryEvent): Promise<void> {
    const number = Number(event.eventId);
    const { input } = event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest ?? {};
    if (input?.name === resumeName)
      this.answers.push({ event: number, payloads: (input.args?.payloads ?? []) as Payload[] });
    const begun = this.begunBy(event);
    if (begun) this.begin(number, begun.kind, begun.name, begun.task);
    const step = this.byEvent.get(Number(endedBy(event)));
    if (step) step.ended ??= number;
    const open = await this.openNames(event);
    if (open) this.changePauses(number, open.task, open.names);
  }

  private begunBy(event: HistoryEvent): { kind: RerunStep['kind']; name: string; task: unknown } | undefined {
    const task = event.activityTaskScheduledEventAttributes;
    if (task) return { kind: 'task', name: task.activityType?.name ?? '', task: task.workflowTaskCompletedEventId };
    const child = event.startChildWorkflowExecutionInitiatedEventAttributes;
    if (child)
      return { kind: 'workflow', name: child.workflowType?.name ?? '', task: child.workflowTaskCompletedEventId };
    const timer = event.timerStartedEventAttributes;
    if (timer && !pauseTimer.test(textOf(event.userMetadata?.summary)))
      return { kind: 'timer', name: 'sleep', task: timer.workflowTaskCompletedEventId };
    const marker = event.markerRecordedEventAttributes;
    if (marker?.markerName !== localTask) return undefined;
    const facts = parse(marker.details?.['data']?.payloads?.[0]) as { readonly activity_type?: string } | undefined;
    return { kind: 'task', name: facts?.activity_type ?? '', task: marker.workflowTaskCompletedEventId };
  }

  private begin(event: number, kind: RerunStep['kind'], name: string, task: unknown): PlacedStep {
    const call = (this.calls.get(name) ?? 0) + 1;
    this.calls.set(name, call);
    // A local task is over when history hears of it; other steps end with an event of their own.
    const step = { name, kind, call, event, task: Number(task), ended: undefined };
    this.steps.push(step);
    this.byEvent.set(event, step);
    return step;
  }

  private async openNames(event: HistoryEvent): Promise<{ task: unknown; names: readonly string[] } | undefined> {
    const attributes = event.upsertWorkflowSearchAttributesEventAttributes;
    const attribute = attributes?.searchAttributes?.indexedFields?.[pausedAttribute];
    if (attribute) return { task: attributes.workflowTaskCompletedEventId, names: toNames(parse(attribute)) };
    const properties = event.workflowPropertiesModifiedEventAttributes;
    const memo = properties?.upsertedMemo?.fields?.[pausedMemo];
    if (!memo) return undefined;
    return { task: properties.workflowTaskCompletedEventId, names: toNames(await this.namesInMemo(memo as Payload)) };
  }

  private changePauses(event: number, task: unknown, open: readonly string[]): void {
    for (const [id, step] of this.openPauses) {
      if (open.includes(id)) continue;
      step.ended = event;
      this.openPauses.delete(id);
    }
    for (const id of open) {
      // The second visit of a pause has the id `name#2`: its number is the call's.
      if (!this.openPauses.has(id)) this.openPauses.set(id, this.begin(event, 'pause', id.replace(/#\d+$/, ''), task));
    }
  }
}

function endedBy(event: HistoryEvent): unknown {
  const task =
    event.activityTaskCompletedEventAttributes ??
    event.activityTaskFailedEventAttributes ??
    event.activityTaskTimedOutEventAttributes ??
    event.activityTaskCanceledEventAttributes;
  const timer = event.timerFiredEventAttributes ?? event.timerCanceledEventAttributes;
  const child =
    event.childWorkflowExecutionCompletedEventAttributes ??
    event.childWorkflowExecutionFailedEventAttributes ??
    event.childWorkflowExecutionTimedOutEventAttributes ??
    event.childWorkflowExecutionCanceledEventAttributes ??
    event.childWorkflowExecutionTerminatedEventAttributes ??
    event.startChildWorkflowExecutionFailedEventAttributes;
  if (event.markerRecordedEventAttributes) return event.eventId;
  return task?.scheduledEventId ?? timer?.startedEventId ?? child?.initiatedEventId;
}

interface Encoded {
  readonly data?: Uint8Array | null | undefined;
}

function parse(payload: Encoded | null | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(payload?.data ?? []).toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

function textOf(payload: Encoded | null | undefined): string {
  const text = parse(payload);
  return typeof text === 'string' ? text : '';
}

function toNames(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((name): name is string => typeof name === 'string') : [];
}
