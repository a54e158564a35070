import type { StreamEvent, StreamFrame } from '../../../src/contract/stream.js';

/** What workers send: frames of a run, named by who sends them and the how-manieth this is. */
export interface FramesMessage {
  readonly batch: string;
  readonly frames: readonly StreamFrame[];
}

/** Comments come this often where nothing else does, so that both sides notice a dead line. In milliseconds. */
export const keepAlive = 15_000;

/** Nothing comes after this, and it is no reason to connect again. */
export const endEvent = 'end';
/** The channel behind the hub has failed: code and message. */
export const failureEvent = 'failure';

/** A frame as a server-sent event. JSON has no line break, so one line of data is enough. */
export function toServerSent({ seq, frame }: StreamEvent): string {
  return `id: ${seq}\ndata: ${JSON.stringify(frame)}\n\n`;
}

/** What is sent under a name of ours. */
export function named(event: typeof endEvent | typeof failureEvent, data: unknown): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** Whether this can be shown; kinds of frames may be added, so their own fields are not looked at. */
export function isFramesMessage(value: unknown): value is FramesMessage {
  if (typeof value !== 'object' || value === null) return false;
  const { batch, frames } = value as Partial<FramesMessage>;
  return typeof batch === 'string' && batch.length <= 200 && Array.isArray(frames) && frames.every(isFrame);
}

function isFrame(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { agent, conversation, turn, type } = value as Partial<StreamFrame>;
  const texts = [agent, conversation, type];
  return texts.every((text) => typeof text === 'string') && typeof turn === 'number';
}
