import type Anthropic from '@anthropic-ai/sdk';
import type { Json } from '../../../src/json.js';
import type {
  AssistantMessage,
  MediaPart,
  TextPart,
  ToolCallPart,
  ToolResultPart,
  UserMessage,
} from '../../../src/model/message.js';
import { ownData } from './opaque.js';
import { toMedia } from './to-media.js';
import type { ToolNames } from '../wire/tool-names.js';

type Block = Anthropic.ContentBlockParam;
type ShownBlock = Anthropic.TextBlockParam | Anthropic.ImageBlockParam | Anthropic.DocumentBlockParam;

/** Turns the parts of messages into the API's blocks, and says what it could not turn. */
export class Blocks {
  constructor(
    private readonly names: ToolNames,
    private readonly warnings: Set<string>,
  ) {}

  ofUser({ content }: UserMessage): Block[] {
    return content.flatMap((part) => this.shown(part));
  }

  /** What Anthropic made goes back as it came; of what others made, only what can be read. */
  ofAssistant({ content }: AssistantMessage): Block[] {
    return content.flatMap((part): Block[] => {
      if (part.type === 'tool-call') return [this.ofCall(part)];
      if (part.type === 'refusal') return text(part.text);
      const own = ownData<Block>(part.opaque);
      if (own) return [own];
      return part.type === 'text' ? text(part.text) : [];
    });
  }

  ofResult({ id, content, isError }: ToolResultPart): Anthropic.ToolResultBlockParam {
    // The API refuses an error that is anything but text.
    const blocks = content.flatMap((part) =>
      isError && part.type !== 'text' ? this.notShown(part) : this.shown(part),
    );
    return {
      type: 'tool_result',
      tool_use_id: toCallId(id),
      ...(blocks.length > 0 && { content: blocks }),
      ...(isError && { is_error: true }),
    };
  }

  private ofCall({ id, name, arguments: given, opaque }: ToolCallPart): Anthropic.ToolUseBlockParam {
    return {
      type: 'tool_use',
      id: toCallId(id),
      name: this.names.toWire(name),
      input: toInput(given),
      ...ownData<Partial<Anthropic.ToolUseBlockParam>>(opaque),
    };
  }

  private shown(part: TextPart | MediaPart): ShownBlock[] {
    if (part.type === 'text') return text(part.text);
    const block = toMedia(part);
    return block ? [block] : this.notShown(part);
  }

  /** The model is told as well: else it would answer as if nothing had been there. */
  private notShown({ mediaType, name }: MediaPart): ShownBlock[] {
    const what = name === undefined ? mediaType : `${name} (${mediaType})`;
    this.warnings.add(`Anthropic cannot be shown ${what} here; it is only told that it was there.`);
    return text(`[${what} cannot be shown]`);
  }
}

/** The API refuses blocks of nothing but white space. */
function text(value: string): Anthropic.TextBlockParam[] {
  return value.trim() === '' ? [] : [{ type: 'text', text: value }];
}

/** Other providers' ids may have characters this one refuses. */
function toCallId(id: string): string {
  return id.replaceAll(/[^a-zA-Z0-9_-]/g, '_');
}

/** The API takes objects only. */
function toInput(given: Json): Json {
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return given;
  return given === null ? {} : { value: given };
}
