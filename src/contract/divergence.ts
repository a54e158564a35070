/**
 * What the engine's text says about a run whose workflow task fails: whether the code no longer does what history has
 * recorded, and at which step the two part.
 *
 * `isCodeMismatch(text) && stepIn(text) // { eventId: 5, event: 'ActivityTaskScheduled', name: null }`
 */

/** A step of a run's history; what the text did not say is `null`. */
export interface HistoryStep {
  readonly eventId: number | null;
  /** Temporal's word for the event: `ActivityTaskScheduled`. */
  readonly event: string | null;
  /** The recorded task, workflow, timer or patch. */
  readonly name: string | null;
}

/** The sentence inside what the engine and the SDK wrap around it when a run is dropped or replayed. */
export function innermostReason(text: string): string {
  const unwrapped = text.replace(/^Replay failed [\s\S]*? Details: /, '');
  const quoted = /message: "((?:[^"\\]|\\.)+)"/.exec(unwrapped)?.[1];
  return quoted?.replace(/\\n/g, '\n').replace(/\\(.)/g, '$1') ?? unwrapped;
}

/** Whether a workflow task failed because the code does something else than history says. */
export function isCodeMismatch(text: string): boolean {
  return /TMPRL1100|[Nn]ondeterminis/.test(text);
}

/** Whether the worker has no workflow of the run's name; only bundles that are not ours say it like this. */
export function isUnknownWorkflow(text: string): boolean {
  return text.includes('no such function is exported');
}

/** Sentences of the engine that quote what is recorded, and the event that records it. */
const quotes: readonly (readonly [RegExp, string])[] = [
  [/Activity (?:type|id) of scheduled event '([^']*)'/, 'ActivityTaskScheduled'],
  [/Child workflow (?:type|id) of scheduled event '([^']*)'/, 'StartChildWorkflowExecutionInitiated'],
  [/Activity (?:type|id) of recorded marker '([^']*)'/, 'MarkerRecorded'],
  [/Change id (\S+) does not match/, 'MarkerRecorded'],
];

/** The step at which code and history part, as far as the text tells; `undefined` if it names none. */
export function stepIn(text: string): HistoryStep | undefined {
  const named = /HistoryEvent\(id: (\d+), (\w+)\)/.exec(text);
  if (named) return { eventId: Number(named[1]), event: named[2] ?? null, name: null };
  const printed = /HistoryEvent \{ event_id: (\d+),(?:[\s\S]*?event_type: (\w+))?/.exec(text);
  if (printed) return { eventId: Number(printed[1]), event: printed[2] ?? null, name: null };
  for (const [pattern, event] of quotes) {
    const name = pattern.exec(text)?.[1];
    if (name !== undefined) return { eventId: null, event, name };
  }
  return undefined;
}

/** A step in a few words: `event 5, ActivityTaskScheduled 'charge'`. */
export function describeStep({ eventId, event, name }: HistoryStep): string {
  const what = [event, name === null ? null : `'${name}'`].filter((part) => part !== null).join(' ');
  return [eventId === null ? '' : `event ${eventId}`, what].filter((part) => part !== '').join(', ');
}
