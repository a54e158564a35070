import type Anthropic from '@anthropic-ai/sdk';
import type { Message } from '../../../src/model/message.js';
import type { Blocks } from './to-blocks.js';

interface Turn {
  readonly role: 'user' | 'assistant';
  readonly content: Anthropic.ContentBlockParam[];
}

/**
 * A conversation in turns: messages of one side become one, and a turn with tool calls is followed by all their results,
 * in their order and before anything else, which is what the API insists on.
 */
export function toMessages(messages: readonly Message[], blocks: Blocks): Anthropic.MessageParam[] {
  const turns: Turn[] = [];
  for (const message of messages) {
    const content = contentOf(message, blocks);
    if (content.length === 0) continue;
    const role = message.role === 'assistant' ? 'assistant' : 'user';
    const last = turns.at(-1);
    if (last?.role === role) last.content.push(...content);
    else turns.push({ role, content });
  }
  return pairResults(turns);
}

function contentOf(message: Message, blocks: Blocks): Anthropic.ContentBlockParam[] {
  if (message.role === 'user') return blocks.ofUser(message);
  if (message.role === 'assistant') return blocks.ofAssistant(message);
  return message.content.map((part) => blocks.ofResult(part));
}

function pairResults(turns: readonly Turn[]): Turn[] {
  const paired: Turn[] = [];
  for (const turn of turns) {
    const before = paired.at(-1);
    if (turn.role === 'user') paired.push({ role: 'user', content: resultsFirst(callsOf(before), turn.content) });
    else paired.push(turn);
  }
  const open = callsOf(paired.at(-1));
  if (open.length > 0) paired.push({ role: 'user', content: resultsFirst(open, []) });
  return paired;
}

function resultsFirst(
  calls: readonly string[],
  content: readonly Anthropic.ContentBlockParam[],
): Anthropic.ContentBlockParam[] {
  const results = new Map<string, Anthropic.ToolResultBlockParam>();
  const others = content.flatMap((block): Anthropic.ContentBlockParam[] => {
    if (block.type !== 'tool_result') return [block];
    if (!calls.includes(block.tool_use_id)) return wordsOf(block);
    results.set(block.tool_use_id, block);
    return [];
  });
  return [...calls.map((id) => results.get(id) ?? noResult(id)), ...others];
}

function callsOf(turn: Turn | undefined): string[] {
  if (turn?.role !== 'assistant') return [];
  return turn.content.flatMap((block) => (block.type === 'tool_use' ? [block.id] : []));
}

/** A result whose call is not there any more would have the whole request refused. */
function wordsOf({ content = [] }: Anthropic.ToolResultBlockParam): Anthropic.TextBlockParam[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  return content.filter((block) => block.type === 'text');
}

function noResult(id: string): Anthropic.ToolResultBlockParam {
  const content = [{ type: 'text' as const, text: 'There is no result of this call.' }];
  return { type: 'tool_result', tool_use_id: id, content, is_error: true };
}
