import { randomUUID } from 'node:crypto';
import { type Client, WorkflowExecutionAlreadyStartedError } from '@temporalio/client';
import { PerdureError } from '../src/errors.js';
import { checkPayload } from '../src/payload/check-size.js';
import type { StreamChannel } from '../src/ports/stream-channel.js';
import { workflowDefinition } from '../src/workflow/definition.js';
import type { Workflow, WorkflowArguments } from '../src/workflow/workflow.js';
import type { RunDescription } from './describe-run.js';
import { fromClient } from './failures.js';
import { type IdReuse, idPolicies } from './id-reuse.js';
import { listRuns, type RunFilter } from './list-runs.js';
import { payloadLimitOf } from './payload-limit.js';
import { Run, type WhenStuck } from './run.js';
import { createSchedule } from './schedules/create-schedule.js';
import type { ScheduleSummary } from './schedules/describe-schedule.js';
import { listSchedules } from './schedules/list-schedules.js';
import { Schedule } from './schedules/schedule.js';
import type { ScheduleArguments, ScheduleOptions } from './schedules/schedule-options.js';
import { startOptions } from './start-options.js';

export interface StartOptions {
  /** The workflow id: unique among open runs. Default: the workflow's name and eight random characters. */
  readonly id?: string;
  /** What happens if the id is known. Default `'after-end'`. */
  readonly idReuse?: IdReuse;
  /** Default: the workflow's `queue`, else the connection's. */
  readonly taskQueue?: string;
}

interface AppParts {
  readonly client: Client;
  readonly address: string;
  readonly taskQueue: string;
  readonly uiUrl: string | undefined;
  /** What `run.result()` does about a run that is stuck, where its caller does not say. Default `'wait'`. */
  readonly whenStuck?: WhenStuck;
  /** Where what agents show is heard. */
  readonly stream?: StreamChannel | undefined;
  readonly close: () => Promise<void>;
}

/** A connection to a Temporal server: starts runs and finds them again. */
export class App {
  constructor(private readonly parts: AppParts) {}

  /** The stock Temporal client underneath. */
  get client(): Client {
    return this.parts.client;
  }

  /** `host:port` of the server. */
  get address(): string {
    return this.parts.address;
  }

  get uiUrl(): string | undefined {
    return this.parts.uiUrl;
  }

  /**
   * Starts a run and returns at once.
   * @throws PerdureError `Run.AlreadyStarted`, `Payload.NotJson`, `Payload.TooLarge`, `Blobs.Unavailable`,
   * `Server.NotReachable`
   */
  async start<I, O>(
    workflow: Workflow<I, O>,
    ...rest: [...WorkflowArguments<I>, options?: StartOptions]
  ): Promise<Run<O>>;
  async start(workflow: string, input?: unknown, options?: StartOptions): Promise<Run>;
  async start(workflow: Workflow<never, unknown> | string, input?: unknown, options: StartOptions = {}): Promise<Run> {
    const name = typeof workflow === 'string' ? workflow : workflow.workflowName;
    const definition = typeof workflow === 'string' ? undefined : workflow[workflowDefinition];
    checkPayload([input], `workflow '${name}'`, () => 'its input', payloadLimitOf(this.parts.client));
    const workflowId = options.id ?? `${name}-${randomUUID().slice(0, 8)}`;
    try {
      const handle = await this.parts.client.workflow.start(name, {
        ...startOptions(definition),
        ...idPolicies(options.idReuse ?? 'after-end'),
        workflowId,
        args: input === undefined ? [] : [input],
        taskQueue: options.taskQueue ?? definition?.queue ?? this.parts.taskQueue,
      });
      return this.run(workflowId, handle.firstExecutionRunId);
    } catch (error) {
      if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw fromClient(error, workflowId);
      throw new PerdureError({
        code: 'Run.AlreadyStarted',
        message: `Run '${workflowId}' of workflow '${name}' exists already. Choose another id, or idReuse: 'join' to get the open one.`,
        details: { run: workflowId, workflow: name },
        cause: error,
      });
    }
  }

  /** A run by its id; whether it exists shows with the first question. */
  run<O = unknown>(id: string, runId?: string): Run<O> {
    const { client, uiUrl, whenStuck, stream } = this.parts;
    return new Run(client, id, runId, uiUrl, whenStuck, stream);
  }

  /**
   * Runs by status and workflow, open ones first, then those that ended last. A run appears a moment after its start.
   * @param limit how many at most, default 100
   */
  async list(filter: RunFilter = {}, limit = 100): Promise<RunDescription[]> {
    try {
      return await listRuns(this.parts.client, this.parts.uiUrl, filter, limit);
    } catch (error) {
      throw fromClient(error, '(list)');
    }
  }

  /** Every run that waits for an answer. */
  async paused(): Promise<RunDescription[]> {
    return this.list({ status: 'paused' }, Number.POSITIVE_INFINITY);
  }

  /**
   * Makes a schedule: the server starts runs of the workflow at its times, until it is paused or deleted.
   *
   * ```ts
   * await app.schedule('nightly', report, 'all', { cron: '0 9 * * *', timezone: 'Europe/Berlin' });
   * ```
   * @throws PerdureError `Schedule.Invalid` with all problems, `Schedule.AlreadyExists`, `Schedule.NotSupported`,
   * `Payload.NotJson`, `Payload.TooLarge`, `Server.NotReachable`
   */
  async schedule<I, O>(name: string, workflow: Workflow<I, O>, ...rest: ScheduleArguments<I>): Promise<Schedule>;
  async schedule(name: string, workflow: string, input: unknown, options: ScheduleOptions): Promise<Schedule>;
  async schedule(
    name: string,
    workflow: Workflow<never, unknown> | string,
    ...rest: readonly unknown[]
  ): Promise<Schedule> {
    // Where there is no input, it may be left out.
    const [input, options] = rest.length > 1 ? rest : [undefined, rest[0]];
    await createSchedule(this.parts.client, {
      name,
      workflow: typeof workflow === 'string' ? workflow : workflow.workflowName,
      definition: typeof workflow === 'string' ? undefined : workflow[workflowDefinition],
      input,
      taskQueue: this.parts.taskQueue,
      options: options as ScheduleOptions,
    });
    return this.scheduleHandle(name);
  }

  /** A schedule by its name; whether it exists shows with the first question. */
  scheduleHandle(name: string): Schedule {
    return new Schedule(this.parts.client, name, this.parts.uiUrl);
  }

  /** Every schedule by name. A new one appears a moment after it was made. */
  async schedules(): Promise<ScheduleSummary[]> {
    return listSchedules(this.parts.client, this.parts.uiUrl);
  }

  /** Closes the connection, if `connect` opened it. */
  async close(): Promise<void> {
    await this.parts.close();
  }
}
