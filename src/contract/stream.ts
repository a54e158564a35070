import type { Json } from '../json.js';
import type { StopReason } from '../model/reply.js';

/** Something that can be seen of an agent at work. */
export type StreamFrame = {
  readonly agent: string;
  readonly conversation: string;
  /** Which of the agent's model calls for this question, from 1. */
  readonly turn: number;
} & (
  | { readonly type: 'step-start' }
  /** The call begins again: what was shown of this turn does not count. */
  | { readonly type: 'attempt-restart'; readonly attempt: number }
  | { readonly type: 'text-delta' | 'reasoning-delta'; readonly text: string }
  | { readonly type: 'tool-call'; readonly id: string; readonly name: string; readonly arguments: Json }
  | { readonly type: 'tool-result'; readonly id: string; readonly name: string; readonly isError: boolean }
  | { readonly type: 'step-end'; readonly stopReason: StopReason }
);

/** A frame as viewers get it. */
export interface StreamEvent {
  /** Counts up from 1 within a run; whoever lost the connection goes on after the last one seen. */
  readonly seq: number;
  readonly frame: StreamFrame;
}
