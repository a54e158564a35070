import { randomUUID } from 'node:crypto';
import { type Client, WorkflowNotFoundError } from '@temporalio/client';
import {
  type OpenPause,
  pausesQuery,
  type ResumeReceipt,
  resumeName,
  type ResumeRequest,
} from '../src/contract/control.js';
import { graphsQuery, type GraphView } from '../src/contract/graphs.js';
import type { StreamEvent } from '../src/contract/stream.js';
import { PerdureError } from '../src/errors.js';
import type { StreamChannel } from '../src/ports/stream-channel.js';
import { checkPayload } from '../src/payload/check-size.js';
import { askAgain } from './ask-again.js';
import { describeRun, type RunDescription } from './describe-run.js';
import { alreadyFinished, fromClient } from './failures.js';
import { followStream } from './follow-stream.js';
import { payloadLimitOf } from './payload-limit.js';
import { rerun, type RerunOptions } from './rerun/rerun.js';
import type { RunStatus } from './status.js';
import { findStuck } from './stuck/find-stuck.js';
import { offerAnswer } from './stuck/offer-answer.js';
import type { StuckRun } from '../src/contract/stuck-run.js';
import { unlessStuck } from './stuck/unless-stuck.js';
import { whyNoAnswer } from './stuck/why-no-answer.js';
import { runUrl } from './web-ui.js';

export interface ResultOptions {
  /**
   * What happens when the run fails at the same place again and again, because its code no longer fits or has a
   * mistake: `'wait'` (default) until it goes on, or `'throw'` the reason.
   */
  readonly whenStuck?: WhenStuck;
}

export type WhenStuck = 'throw' | 'wait';

export interface ResumeOptions {
  /** `true` accepts a name that is not open yet and waits for it. */
  readonly wait?: boolean;
  /**
   * `'throw'` (default): a run whose code does not fit refuses the answer, which must be sent again. `'wait'`: the
   * answer is offered until fitting code takes it.
   */
  readonly whenStuck?: WhenStuck;
}

/** One run, seen from outside: wait for it, answer its pauses, cancel it. */
export class Run<O = unknown> {
  constructor(
    private readonly client: Client,
    /** The workflow id. */
    readonly id: string,
    /** Temporal's run id, where a particular run is meant; else the latest under the id. */
    readonly runId: string | undefined,
    private readonly uiUrl: string | undefined,
    /** What `result` does about a run that is stuck, where its caller does not say. */
    private readonly whenStuck: WhenStuck = 'wait',
    private readonly channel?: StreamChannel,
  ) {}

  /** The run in the Temporal Web UI, where its address is known. */
  get url(): string | undefined {
    return runUrl(this.uiUrl, this.client.options.namespace, this.id, this.runId);
  }

  /**
   * Waits for the end, for as long as it takes, pauses included.
   * @throws the run's own failure as a PerdureError; `Run.Cancelled`, `Run.Terminated`, `Run.TimedOut`, `Run.NotFound`;
   * `Codec.*` and `Blobs.*` where this program cannot read the result; with `whenStuck: 'throw'` also
   * `Run.CodeMismatch`, `Run.TaskFailing`
   */
  async result({ whenStuck = this.whenStuck }: ResultOptions = {}): Promise<O> {
    const end = async (): Promise<O> => (await this.handle.result()) as O;
    if (whenStuck === 'wait') return this.ask(end);
    return this.ask(() => unlessStuck(this.client, end, { id: this.id, look: () => this.findStuck() }));
  }

  /**
   * What the run's agents show while they work, if they have the option `stream`: words, tool calls, restarts. Ends with
   * the run.
   * @param options.after the `seq` of the last event that was seen; default: from the first that the channel still has
   * @throws PerdureError `Stream.NotConfigured` when read, if the connection was made without `stream`
   */
  stream({ after = 0 }: { readonly after?: number } = {}): AsyncIterable<StreamEvent> {
    return followStream(this.channel, { run: this.id, after, ended: this.result({ whenStuck: 'wait' }) });
  }

  /**
   * The open pauses, oldest first; asks the run itself, so a worker must be there.
   * @throws PerdureError `Run.CodeMismatch`, `Run.NotFound`
   */
  async pauses(): Promise<OpenPause[]> {
    return this.ask(() => askAgain(() => this.handle.query<OpenPause[]>(pausesQuery)));
  }

  /**
   * The graphs the run runs or has run, with the state of each node; at most the latest 100. Asks the run itself, an
   * ended one too, so a worker must be there.
   * @throws PerdureError `Run.CodeMismatch`, `Run.NotFound`
   */
  async graphs(): Promise<GraphView[]> {
    return this.ask(() => askAgain(() => this.handle.query<GraphView[]>(graphsQuery)));
  }

  /**
   * Answers a pause.
   * @throws PerdureError `Pause.NotOpen` listing the open ones, `Pause.AlreadyAnswered`, `Pause.InvalidAnswer`,
   * `Run.AlreadyFinished`, `Run.NotFound`, `Run.CodeMismatch` and `Run.TaskFailing` if the answer was not taken
   */
  async resume(name: string, value?: unknown, options: ResumeOptions = {}): Promise<ResumeReceipt> {
    checkPayload([value], `pause '${name}'`, () => 'the answer', payloadLimitOf(this.client));
    const asked = Date.now();
    const request: ResumeRequest = { name, value: value ?? null };
    try {
      return await this.answer(options.wait === true ? request : { ...request, wait: false }, options);
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) throw await this.whyGone(name, asked, error);
      const failure = await this.explain(error);
      // A run that is being replayed, after a restart of its worker, may not have come to its open pause yet.
      if (!PerdureError.is(failure, 'Pause.NotOpen') || options.wait === true || !(await this.isOpen(name)))
        throw failure;
    }
    return this.ask(() => this.answer(request, options));
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
    return new Run<O>(this.client, id, runId, this.uiUrl, this.whenStuck, this.channel);
  }

  /** How the run stands now. */
  async status(): Promise<RunStatus> {
    return (await this.describe()).status;
  }

  /** Facts about the run as the server knows them; needs no worker. */
  async describe(): Promise<RunDescription> {
    return this.ask(async () => {
      const info = await this.handle.describe();
      const stuck = await findStuck(this.client, info);
      return { ...describeRun(info, this.client, this.uiUrl), stuck };
    });
  }

  private get handle(): ReturnType<Client['workflow']['getHandle']> {
    return this.client.workflow.getHandle(this.id, this.runId);
  }

  private async ask<T>(question: () => Promise<T>): Promise<T> {
    try {
      return await question();
    } catch (error) {
      throw await this.explain(error);
    }
  }

  private async explain(error: unknown): Promise<unknown> {
    if (PerdureError.is(error)) return error;
    const byItsCode = await whyNoAnswer(this.client, () => this.handle.describe(), error);
    return byItsCode ?? fromClient(error, this.id);
  }

  private async findStuck(): Promise<StuckRun | undefined> {
    return findStuck(this.client, await this.handle.describe());
  }

  /** The update, offered again under the same id, so that it counts once, where the run cannot take it yet. */
  private answer(request: ResumeRequest, { whenStuck = 'throw' }: ResumeOptions): Promise<ResumeReceipt> {
    const options = { args: [request] as [ResumeRequest], updateId: randomUUID() };
    const send = (): Promise<ResumeReceipt> =>
      this.handle.executeUpdate<ResumeReceipt, [ResumeRequest]>(resumeName, options);
    return offerAnswer(this.client, send, { id: this.id, whenStuck, look: () => this.findStuck() });
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
