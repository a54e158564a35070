import { type AgentSpec, digestOf } from '../../src/agent/spec.js';
import type { ModelCallInput, SharedMessages } from '../../src/contract/model-call.js';
import type { Message } from '../../src/model/message.js';

/** All that is cached may take about this much, in characters of JSON; what was not used for longest goes first. */
const capacity = 64 * 1024 * 1024;

interface Kept {
  readonly epoch: number;
  readonly messages: Message[];
  /** Of all messages up to each. */
  readonly digests: string[];
  readonly specs: Map<string, AgentSpec>;
  size: number;
}

/**
 * The conversations this worker has seen, as far as it has seen them. Losing them costs a query, nothing else. What a run
 * hands over may belong to a workflow task that is never completed, so a digest tells whether it is what the run said in
 * the end.
 */
export class ConversationCache {
  // In the order of last use.
  private readonly kept = new Map<string, Kept>();
  private size = 0;

  constructor(private readonly limit = capacity) {}

  /** What is new in a run that is about to call a model, without anybody asking. */
  take(run: string, { conversation, epoch, from, messages, spec, specification }: SharedMessages): void {
    if (specification) this.keepSpec(run, conversation, epoch, spec, specification);
    this.add(run, conversation, epoch, from, messages);
  }

  /** Messages from an index on take the place of those that were there; after a gap they are of no use. */
  add(run: string, conversation: string, epoch: number, from: number, messages: readonly Message[]): void {
    const kept = this.open(run, conversation, epoch);
    if (from > kept.messages.length) return;
    kept.messages.length = from;
    kept.digests.length = from;
    for (const message of messages) {
      const json = JSON.stringify(message);
      kept.digests.push(digestOf(`${kept.digests.at(-1) ?? ''}${json}`));
      kept.messages.push(message);
      this.grow(kept, json.length);
    }
  }

  keepSpec(run: string, conversation: string, epoch: number, digest: string, spec: AgentSpec): void {
    const kept = this.open(run, conversation, epoch);
    kept.specs.set(digest, spec);
    this.grow(kept, JSON.stringify(spec).length);
  }

  /** How many of the messages a call needs are here; none if they are others than the run said in the end. */
  known(run: string, { conversation, epoch, to, digest }: ModelCallInput): number {
    const { messages, digests } = this.open(run, conversation, epoch);
    if (messages.length < to) return messages.length;
    if (to === 0 || digests[to - 1] === digest) return to;
    this.add(run, conversation, epoch, 0, []);
    return 0;
  }

  messages(run: string, { conversation, epoch, from, to }: ModelCallInput): readonly Message[] {
    return this.open(run, conversation, epoch).messages.slice(from, to);
  }

  spec(run: string, { conversation, epoch, spec }: ModelCallInput): AgentSpec | undefined {
    return this.open(run, conversation, epoch).specs.get(spec);
  }

  private open(run: string, conversation: string, epoch: number): Kept {
    const key = `${run}/${conversation}`;
    let kept = this.kept.get(key);
    this.kept.delete(key);
    if (kept === undefined || kept.epoch !== epoch) {
      this.size -= kept?.size ?? 0;
      kept = { epoch, messages: [], digests: [], specs: new Map(), size: 0 };
    }
    this.kept.set(key, kept);
    return kept;
  }

  private grow(kept: Kept, size: number): void {
    kept.size += size;
    this.size += size;
    for (const [key, oldest] of this.kept) {
      if (this.size <= this.limit || oldest === kept) return;
      this.kept.delete(key);
      this.size -= oldest.size;
    }
  }
}
