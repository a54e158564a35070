import { defaultPayloadConverter } from '@temporalio/common';
import type { TestEnvironment } from 'perdure/testing';

export type History = Awaited<ReturnType<TestEnvironment['history']>>;
type Event = NonNullable<History['events']>[number];
type Attributes<Kind extends string> = NonNullable<Event[`${Kind}EventAttributes` & keyof Event]>;

/** What happened, in order, without the workflow tasks that drive it: `['activityTaskScheduled', …]`. */
export function kinds(history: History): string[] {
  return (history.events ?? []).map(kindOf).filter((kind) => !kind.startsWith('workflowTask'));
}

/** The attributes of all events of one kind: `eventsOf(history, 'activityTaskStarted')`. */
export function eventsOf<Kind extends string>(history: History, kind: Kind): Attributes<Kind>[] {
  const key = `${kind}EventAttributes` as keyof Event;
  return (history.events ?? []).flatMap((event) => (event[key] ? [event[key] as Attributes<Kind>] : []));
}

/** When the first event of a kind happened, in milliseconds of the server's time. */
export function timeOf(history: History, kind: string): number {
  const event = history.events?.find((one) => kindOf(one) === kind);
  if (!event) throw new Error(`No ${kind} in history: ${kinds(history).join(', ')}`);
  return milliseconds(event);
}

/** When an event happened, in milliseconds of the server's time. */
export function milliseconds({ eventTime }: Event): number {
  return Number(eventTime?.seconds) * 1_000 + (eventTime?.nanos ?? 0) / 1_000_000;
}

/** The line the Web UI shows for each event of a kind; `undefined` where there is none. */
export function summaries(history: History, kind: string): unknown[] {
  return (history.events ?? [])
    .filter((event) => kindOf(event) === kind)
    .map(({ userMetadata }) => userMetadata?.summary && defaultPayloadConverter.fromPayload(userMetadata.summary));
}

/** How many activities were open at once at most. */
export function mostOpen(history: History): number {
  let open = 0;
  let most = 0;
  for (const event of history.events ?? []) {
    const kind = kindOf(event);
    if (kind === 'activityTaskScheduled') most = Math.max(most, (open += 1));
    if (/^activityTask(Completed|Failed|TimedOut|Canceled)$/.test(kind)) open -= 1;
  }
  return most;
}

/** All texts of a history and its payloads as they lie on the server, undecoded, for raw searches. */
export function rawText(history: History): string {
  const texts: string[] = [];
  const collect = (value: unknown): void => {
    if (value instanceof Uint8Array) texts.push(Buffer.from(value).toString('utf8'));
    else if (typeof value === 'string') texts.push(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect);
  };
  collect(history);
  return texts.join('\n');
}

function kindOf(event: Event): string {
  const key = Object.keys(event).find((name) => name.endsWith('EventAttributes') && event[name as keyof Event]);
  return key?.replace(/EventAttributes$/, '') ?? 'unknown';
}
