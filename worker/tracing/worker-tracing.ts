import type { WorkerOptions } from '@temporalio/worker';
import { openTracing, type Tracing } from '../../telemetry/index.js';
import type { TracesOptions } from '../../telemetry/telemetry-options.js';

/** Traces of one worker, opened with the first need. */
export class WorkerTracing {
  private opened: Promise<Tracing> | undefined;

  constructor(private readonly options: TracesOptions | undefined) {}

  get isOn(): boolean {
    return this.options !== undefined;
  }

  /** What a worker had already, and Temporal's interceptors. */
  async interceptors(given: WorkerOptions['interceptors']): Promise<WorkerOptions['interceptors']> {
    const tracing = await this.open();
    if (tracing === undefined) return given;
    // Bodies may start runs of their own. What was given as functions, in Temporal's older form, is kept as it is.
    const workflow = given?.client?.workflow ?? [];
    const client = Array.isArray(workflow)
      ? { ...given?.client, workflow: [...workflow, tracing.client] }
      : given?.client;
    return {
      ...given,
      client,
      activity: [...(given?.activity ?? []), tracing.activity],
    };
  }

  async sinks(given: WorkerOptions['sinks']): Promise<WorkerOptions['sinks']> {
    const tracing = await this.open();
    return tracing === undefined ? given : { ...given, ...tracing.sinks };
  }

  async flush(): Promise<void> {
    await (await this.opened)?.flush();
  }

  private async open(): Promise<Tracing | undefined> {
    if (this.options === undefined) return undefined;
    return (this.opened ??= openTracing(this.options));
  }
}
