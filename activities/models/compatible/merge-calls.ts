import { randomUUID } from 'node:crypto';
import { toolCallsOf } from '../../../src/model/message.js';
import type { ModelRequest } from '../../../src/model/request.js';
import type { CallPiece } from './read-pieces.js';

/** A tool call put together from its pieces. */
export interface MergedCall {
  readonly id: string;
  readonly name: string;
  readonly argumentsText: string;
  readonly extra: Readonly<Record<string, unknown>>;
}

interface OpenCall {
  readonly index: number | undefined;
  /** What the server calls it; empty where it has no name for it. */
  wireId: string;
  id: string;
  name: string;
  argumentsText: string;
  extra: Readonly<Record<string, unknown>>;
}

/**
 * Puts the pieces of a reply's tool calls together, by their index. Servers that give none begin a new call with a new
 * id, and so do some that give all calls the same index.
 */
export class CallMerger {
  private readonly merged: OpenCall[] = [];
  private readonly used: Set<string>;

  constructor({ messages }: Pick<ModelRequest, 'messages'>) {
    const earlier = messages.flatMap((message) => (message.role === 'assistant' ? toolCallsOf(message) : []));
    this.used = new Set(earlier.map(({ id }) => id));
  }

  get all(): readonly MergedCall[] {
    return this.merged;
  }

  add(piece: CallPiece): MergedCall {
    const call = this.find(piece) ?? this.open(piece);
    call.name ||= piece.name;
    call.argumentsText += piece.argumentsText;
    call.extra = { ...call.extra, ...piece.extra };
    return call;
  }

  private find({ index, id, name }: CallPiece): OpenCall | undefined {
    const last = this.merged.findLast((call) => index === undefined || call.index === index);
    if (last === undefined) return undefined;
    if (id !== '' && last.wireId !== '') return this.merged.findLast((call) => call.wireId === id);
    // Without index and id, a name is all that tells a new call.
    return index === undefined && id === '' && name !== '' ? undefined : last;
  }

  private open({ index, id: wireId }: CallPiece): OpenCall {
    const call = { index, wireId, id: this.freshId(wireId), name: '', argumentsText: '', extra: {} };
    this.merged.push(call);
    return call;
  }

  /** Some servers give no ids, or count their calls from the start in every reply. */
  private freshId(wireId: string): string {
    const id = wireId === '' || this.used.has(wireId) ? `call_${randomUUID().replaceAll('-', '')}` : wireId;
    this.used.add(id);
    return id;
  }
}
