import type { temporal } from '@temporalio/proto';
import type { Usage } from '../../src/model/reply.js';
import type { Decoder } from './decoder.js';
import type { ModelFacts } from './model-facts.js';
import type { RunEvent } from './run-event.js';

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

/** The summary of a model call; the input, which names no model, says whether it is one. */
const summaryOfCall = /^(\S+\/\S+) · turn (\d+)(?: \((\w+)\))?$/;

/** Adds to the events of model calls which model was called and what it used. Only of those are values decoded. */
export class ModelCallReader {
  private readonly calls = new Set<string>();

  constructor(private readonly decoder: Decoder) {}

  async enrich(said: RunEvent, event: HistoryEvent): Promise<RunEvent> {
    if (said.kind === 'task-scheduled') {
      const model = await this.modelOf(said.summary, event);
      if (model === undefined) return said;
      this.calls.add(said.step);
      return { ...said, model };
    }
    if (said.kind !== 'task-ended' || !this.calls.delete(said.step)) return said;
    const result = await this.decoder.input(event.activityTaskCompletedEventAttributes?.result);
    const usage = usageIn(result);
    return usage ? { ...said, usage } : said;
  }

  private async modelOf(summary: string | undefined, event: HistoryEvent): Promise<ModelFacts | undefined> {
    const [, name, turn, phase = 'turn'] = summaryOfCall.exec(summary ?? '') ?? [];
    if (name === undefined) return undefined;
    const input = (await this.decoder.input(event.activityTaskScheduledEventAttributes?.input)) as
      { readonly conversation?: unknown; readonly spec?: unknown } | null | undefined;
    const isCall = typeof input?.conversation === 'string' && typeof input.spec === 'string';
    return isCall ? { name, turn: Number(turn), phase } : undefined;
  }
}

function usageIn(result: unknown): Usage | undefined {
  const { reply } = (result ?? {}) as { readonly reply?: { readonly usage?: Partial<Usage> } };
  const usage = reply?.usage;
  return typeof usage?.inputTokens === 'number' && typeof usage.outputTokens === 'number'
    ? (usage as Usage)
    : undefined;
}
