/** What a model call of an agent says of itself in history. */
export interface ModelFacts {
  /** `<provider>/<model>`. */
  readonly name: string;
  /** Which of the agent's model calls for one question, from 1. */
  readonly turn: number;
  /** What it is asked for: whatever it wants, an answer without tools, or JSON. */
  readonly phase: string;
}
