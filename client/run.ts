import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import {
  type OpenPause,
  pausesQuery,
  type ResumeReceipt,
  resumeName,
  type ResumeRequest,
} from '../src/contract/control.js';
import { PerdureError } from '../src/errors.js';
import { checkPayload } from '../src/payload/check-size.js';
import { describeRun, type RunDescription } from './describe-run.js';
import { alreadyFinished, fromClient } from './failures.js';
import { rerun, type RerunOptions } from './rerun/rerun.js';
import type { RunStatus } from './status.js';
import { runUrl } from './web-ui.js';

/** One run, seen from outside: wait for it, answer its pauses, cancel it. */
export class Run<O = unknown> {
  constructor(
    private readonly client: Client,
    /** The workflow id. */
    readonly id: string,
    /** Temporal's run id, where a particular run is meant; else the latest under the id. */
    readonly runId: string | undefined,
    private readonly uiUrl: string | undefined,
  ) {}

  /** The run in the Temporal Web UI, where its address is known. */
  get url(): string | undefined {
    return runUrl(this.uiUrl, this.client.options.namespace, this.id, this.runId);
  }

  /**
   * Waits for the end, for as long as it takes, pauses included.
   * @throws the run's own failure as a PerdureError; `Run.Cancelled`, `Run.Terminated`, `Run.TimedOut`, `Run.NotFound`
   */
  async result(): Promise<O> {
    return this.ask(async () => (await this.handle.result()) as O);
  }

  /** The open pauses, oldest first; asks the run itself, so a worker must be there. */
  async pauses(): Promise<OpenPause[]> {
    return this.ask(() => this.handle.query<OpenPause[]>(pausesQuery));
  }

  /**
   * Answers a pause.
   * @param options `wait: true` accepts a name that is not open yet and waits for it
   * @throws PerdureError `Pause.NotOpen` listing the open ones, `Pause.AlreadyAnswered`, `Pause.InvalidAnswer`,
   * `Run.AlreadyFinished`, `Run.NotFound`
   */
  async resume(name: string, value?: unknown, options: { readonly wait?: boolean } = {}): Promise<ResumeReceipt> {
    checkPayload([value], `pause '${name}'`, () => 'the answer');
    const asked = Date.now();
    const request: ResumeRequest = { name, value: value ?? null };
    try {
      return await this.answer(options.wait === true ? request : { ...request, wait: false });
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) throw await this.whyGone(name, asked, error);
      const failure = fromClient(error, this.id);
      // A run that is being replayed, after a restart of its worker, may not have come to its open pause yet.
      if (!PerdureError.is(failure, 'Pause.NotOpen') || options.wait === true || !(await this.isOpen(name)))
        throw failure;
    }
    return this.ask(() => this.answer(request));
  }

  /**
   * Asks the run to stop; its clean-up still runs. Wait for the end with `result()`.
   * @throws PerdureError `Run.AlreadyFinished`, `Run.NotFound`
   */
  async cancel(): Promise<void> {
    await this.refuseFinished('cancelled');
    await this.ask(async () => void (await this.handle.cancel()));
  }

  /**
   * Does the run again. With `from`, everything before that step is reused and the new run has the same id; without, a
   * new run under a new id begins with the same input, on the same queue.
   *
   * ```ts
   * const again = await app.run('order-7').rerun({ from: 'charge', reason: 'the card works again' });
   * ```
   * @throws PerdureError `Step.NotFound`, `Step.Ambiguous`, `Run.StillOpen`, `Run.NotFound`, `Run.NotResettable`,
   * `Run.AlreadyStarted`, `Rerun.InvalidOptions`
   */
  async rerun(options: RerunOptions = {}): Promise<Run<O>> {
    const which = { workflowId: this.id, runId: this.runId };
    const { id, runId } = await this.ask(() => rerun(this.client, which, options));
    return new Run<O>(this.client, id, runId, this.uiUrl);
  }

  /** How the run stands now. */
  async status(): Promise<RunStatus> {
    return (await this.describe()).status;
  }

  /** Facts about the run as the server knows them; needs no worker. */
  async describe(): Promise<RunDescription> {
    return this.ask(async () => describeRun(await this.handle.describe(), this.client, this.uiUrl));
  }

  private get handle(): ReturnType<Client['workflow']['getHandle']> {
    return this.client.workflow.getHandle(this.id, this.runId);
  }

  private async ask<T>(question: () => Promise<T>): Promise<T> {
    try {
      return await question();
    } catch (error) {
      throw fromClient(error, this.id);
    }
  }

  private answer(request: ResumeRequest): Promise<ResumeReceipt> {
    return this.handle.executeUpdate<ResumeReceipt, [ResumeRequest]>(resumeName, { args: [request] });
  }

  private async isOpen(pause: string): Promise<boolean> {
    return (await this.pauses()).some(({ id }) => id === pause);
  }

  private async refuseFinished(what: string): Promise<void> {
    const { status } = await this.describe();
    if (status !== 'running' && status !== 'paused') throw alreadyFinished(this.id, status, what);
  }

  /** Why a run takes no answer: it had ended before, or it ended while we asked, because somebody else answered. */
  private async whyGone(pause: string, asked: number, cause: Error): Promise<PerdureError> {
    const { status, endedAt } = await this.describe();
    if (endedAt === undefined || endedAt.getTime() < asked) return alreadyFinished(this.id, status, 'resumed');
    return new PerdureError({
      code: 'Pause.AlreadyAnswered',
      message: `pause '${pause}' was answered by somebody else in the meantime, and the run has ended.`,
      details: { pause },
      cause,
    });
  }
}
