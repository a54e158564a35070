import type { Json } from '../../../src/json.js';
import type { AssistantMessage, Opaque } from '../../../src/model/message.js';
import type { Delta } from '../../../src/ports/model-provider.js';
import type { KeptPart, Part } from './gemini-api.js';

type Said = AssistantMessage['content'][number];

/** What the parts of one reply are read with. */
export interface PartReader {
  readonly model: string;
  /** The tool's name for the name the model used. */
  readonly nameOf: (called: string) => string;
  readonly idOf: (given?: string) => string;
}

/** Puts together what a stream has cut: a part with a signature stays alone, as Google asks for. */
export class PartCollector {
  readonly content: Said[] = [];
  readonly warnings: string[] = [];

  constructor(private readonly reader: PartReader) {}

  /** What there is to show of it. */
  add(part: Part): Delta {
    if (part.functionCall) return this.addCall(part, part.functionCall);
    if (part.inlineData !== undefined) {
      this.warnings.push(
        `google/${this.reader.model} made a picture or a sound, which replies cannot hold: it is left out.`,
      );
      return { type: 'activity' };
    }
    if (part.text === undefined || (part.text === '' && part.thoughtSignature !== undefined)) {
      this.content.push({ type: 'provider', opaque: this.keep(part) });
      return { type: 'activity' };
    }
    if (part.text === '') return { type: 'activity' };
    const type = part.thought ? 'reasoning' : 'text';
    this.addText(type, part.text, part);
    return { type, text: part.text };
  }

  private addText(type: 'text' | 'reasoning', text: string, part: Part): void {
    const last = this.content.at(-1);
    if (part.thoughtSignature !== undefined) this.content.push({ type, text, opaque: this.keep(part) });
    else if (last?.type === type && last.opaque === undefined)
      this.content[this.content.length - 1] = { type, text: last.text + text };
    else this.content.push({ type, text });
  }

  private addCall(part: Part, { id: given, name, args = {} }: NonNullable<Part['functionCall']>): Delta {
    const { nameOf, idOf } = this.reader;
    const call = { type: 'tool-call' as const, id: idOf(given), name: nameOf(name) };
    this.content.push({ ...call, arguments: args, opaque: this.keep(part) });
    return { ...call, argumentsText: JSON.stringify(args) };
  }

  private keep(part: Part): Opaque {
    return { provider: 'google', data: { model: this.reader.model, part } satisfies KeptPart as unknown as Json };
  }
}
