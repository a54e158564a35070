/**
 * Finds the event of a step in a run's history: the engine names a step by its event, its name or its id, seldom by all.
 *
 * `locateStep({ eventId: 5, event: 'ActivityTaskScheduled', name: null }, history.events)`
 */
import type { HistoryStep } from './divergence.js';

/** The parts of an event that name what it is about; numbers arrive as text, as `Long` or as they are. */
export interface NamedEvent {
  readonly eventId?: unknown;
  readonly activityTaskScheduledEventAttributes?: Attributes<'activityType' | 'activityId'>;
  readonly startChildWorkflowExecutionInitiatedEventAttributes?: Attributes<'workflowType' | 'workflowId'>;
  readonly timerStartedEventAttributes?: Attributes<'timerId'>;
  readonly markerRecordedEventAttributes?: Attributes<'markerName'>;
}

type Attributes<Key extends string> = { readonly [K in Key]?: unknown } | null | undefined;

/** What the engine's text left out about a step, from the events of the run; stays as it is where they do not tell. */
export function locateStep(step: HistoryStep, events: readonly NamedEvent[]): HistoryStep {
  if (step.eventId !== null) {
    const found = events.find(({ eventId }) => Number(eventId) === step.eventId);
    return { ...step, name: step.name ?? (found ? (namesOf(found)[0] ?? null) : null) };
  }
  // A task that was called several times cannot be told apart by its name.
  const candidates = events.filter((event) => step.name !== null && namesOf(event).includes(step.name));
  const [only, another] = candidates;
  if (only === undefined || another !== undefined) return step;
  return { ...step, eventId: Number(only.eventId), name: namesOf(only)[0] ?? step.name };
}

/** How an event can be called: by its name first, by its id after. */
function namesOf(event: NamedEvent): string[] {
  const { activityTaskScheduledEventAttributes: task, markerRecordedEventAttributes: marker } = event;
  const { startChildWorkflowExecutionInitiatedEventAttributes: child, timerStartedEventAttributes: timer } = event;
  const names = [
    nameIn(task?.activityType),
    task?.activityId,
    nameIn(child?.workflowType),
    child?.workflowId,
    timer?.timerId,
    marker?.markerName,
  ];
  return names.filter((name): name is string => typeof name === 'string');
}

function nameIn(type: unknown): unknown {
  return (type as { readonly name?: unknown } | null | undefined)?.name;
}
