/** One of the two that are compared: its own workers and its own way to start and answer runs. */
export interface Side {
  readonly name: string;
  /** Starts a run and waits for its result. */
  execute(workflow: string, input?: unknown): Promise<unknown>;
  /** Starts a run. */
  start(workflow: string, input?: unknown): Promise<{ readonly id: string; result(): Promise<unknown> }>;
  /** Starts the workflow `review`; resolves when it waits for its answer. */
  openReview(): Promise<OpenReview>;
  /** Milliseconds of CPU time that the worker's process has used up to now. */
  workerCpu(): Promise<number>;
}

export interface OpenReview {
  /** As this side's users answer: perdure's client looks before it answers. */
  answer(): Promise<void>;
  /** As any Temporal client answers: the plain update. */
  update(): Promise<void>;
  result(): Promise<unknown>;
}
