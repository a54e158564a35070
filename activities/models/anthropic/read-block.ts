import type Anthropic from '@anthropic-ai/sdk';
import type { Json } from '../../../src/json.js';
import type { AssistantMessage } from '../../../src/model/message.js';
import type { Delta } from '../../../src/ports/model-provider.js';
import { toOpaque } from './opaque.js';
import type { ToolNames } from '../wire/tool-names.js';

type Part = AssistantMessage['content'][number];

const alive: Delta = { type: 'activity' };

/**
 * One block of a reply while it comes. It gathers the JSON of arguments itself: the SDK's own gathering makes an empty
 * object of what breaks off, and a tool would run with that.
 */
export class BlockReader {
  private json = '';

  constructor(
    private readonly block: Anthropic.ContentBlock,
    private readonly names: ToolNames,
  ) {}

  get begun(): Delta {
    const { block } = this;
    if (block.type === 'text' && block.text) return { type: 'text', text: block.text };
    return block.type === 'tool_use' ? this.toolDelta(block, '') : alive;
  }

  grow(delta: Anthropic.RawContentBlockDelta): Delta {
    const { block } = this;
    if (delta.type === 'text_delta' && block.type === 'text') {
      block.text += delta.text;
      return { type: 'text', text: delta.text };
    }
    if (delta.type === 'thinking_delta' && block.type === 'thinking') {
      block.thinking += delta.thinking;
      return { type: 'reasoning', text: delta.thinking };
    }
    if (delta.type === 'input_json_delta') {
      this.json += delta.partial_json;
      return block.type === 'tool_use' ? this.toolDelta(block, delta.partial_json) : alive;
    }
    if (delta.type === 'signature_delta' && block.type === 'thinking') block.signature = delta.signature;
    if (delta.type === 'citations_delta' && block.type === 'text') (block.citations ??= []).push(delta.citation);
    return alive;
  }

  /** @param isCut whether the reply ended at its limit with this block */
  parts(isCut: boolean): Part[] {
    const { block } = this;
    if (block.type === 'text') {
      if (block.text === '') return [];
      return [{ type: 'text', text: block.text, ...(block.citations?.length && toOpaque(block)) }];
    }
    if (block.type === 'thinking') {
      // Without its signature it would be refused.
      return [{ type: 'reasoning', text: block.thinking, ...(block.signature && toOpaque(block)) }];
    }
    if (block.type === 'redacted_thinking') return [{ type: 'reasoning', text: '', ...toOpaque(block) }];
    if (block.type === 'tool_use') return [this.call(block, isCut)];
    if (this.json === '') return [{ type: 'provider', ...toOpaque(block) }];
    const { value, invalid } = this.input(isCut);
    return [{ type: 'provider', ...toOpaque({ ...block, input: invalid === undefined ? value : this.raw() }) }];
  }

  private call(block: Anthropic.ToolUseBlock, isCut: boolean): Part {
    const { type: _, id, name, input: __, ...others } = block;
    const { value, invalid } = this.input(isCut);
    const call = { type: 'tool-call' as const, id, name: this.names.fromWire(name) };
    if (invalid === undefined)
      return { ...call, arguments: value, ...(Object.keys(others).length > 0 && toOpaque(others)) };
    return { ...call, arguments: null, invalid, ...toOpaque({ ...others, input: this.raw() }) };
  }

  private input(isCut: boolean): { readonly value: Json; readonly invalid?: string } {
    const { block, json } = this;
    if (json === '') {
      const value = ((block as { readonly input?: Json }).input ?? {}) as Json;
      return isCut ? { value, invalid: 'the reply was cut off before them' } : { value };
    }
    try {
      return { value: JSON.parse(json) as Json };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { value: null, invalid: isCut ? `the reply was cut off (${reason})` : reason };
    }
  }

  /** The form Anthropic's own documentation gives for arguments that are none, so that the model sees what it wrote. */
  private raw(): Json {
    return { INVALID_JSON: this.json };
  }

  private toolDelta({ id, name }: Anthropic.ToolUseBlock, argumentsText: string): Delta {
    return { type: 'tool-call', id, name: this.names.fromWire(name), argumentsText };
  }
}
