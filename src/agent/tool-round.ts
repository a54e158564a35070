import type { StandardSchemaV1 } from '@standard-schema/spec';
import { parallel } from '../flow/parallel.js';
import type { ToolCallPart, ToolResultPart } from '../model/message.js';
import type { ToolCallFacts } from '../contract/tool-call.js';
import type { Outcome } from '../outcome.js';
import { validate } from '../schema/validate.js';
import { type Budget, drawOn } from './budget.js';
import type { Tool } from './tool.js';

/** A tool's answer goes to the model with every later call, so a long one is cut, and the model told. */
const longestAnswer = 200_000;

/** Whose model asks. */
type Asker = Pick<ToolCallFacts, 'agent' | 'conversation'>;

/**
 * Runs the tool calls of one reply. Calls that only read run together; every other call runs alone, after all before it
 * and before all after it. Whatever goes wrong is told to the model, and the others still finish.
 * @returns the results in the order of the calls
 */
export async function runToolCalls(
  calls: readonly ToolCallPart[],
  tools: ReadonlyMap<string, Tool>,
  budget: Budget | undefined,
  asker: Asker,
): Promise<ToolResultPart[]> {
  const results: ToolResultPart[] = [];
  for (const segment of segmentsOf(calls, tools)) {
    for (const _ of segment) drawOn(budget, 'toolCalls');
    const outcomes = await parallel(
      segment.map((call) => () => runOne(call, tools, asker)),
      { onError: 'settle' },
    );
    results.push(...segment.map((call, index) => toResult(call, outcomes[index] as Outcome<unknown>)));
  }
  return results;
}

function segmentsOf(calls: readonly ToolCallPart[], tools: ReadonlyMap<string, Tool>): ToolCallPart[][] {
  const segments: ToolCallPart[][] = [];
  let open: ToolCallPart[] | undefined;
  for (const call of calls) {
    if (tools.get(call.name)?.isBarrier) {
      segments.push([call]);
      open = undefined;
    } else if (open) open.push(call);
    else segments.push((open = [call]));
  }
  return segments;
}

async function runOne(
  { id, name, arguments: given, invalid }: ToolCallPart,
  tools: ReadonlyMap<string, Tool>,
  asker: Asker,
): Promise<unknown> {
  const tool = tools.get(name);
  if (tool === undefined)
    throw new Error(`There is no tool '${name}'. There are: ${[...tools.keys()].join(', ') || 'none'}.`);
  if (invalid !== undefined) throw new Error(`The arguments are not valid JSON: ${invalid}`);
  if (tool.input) await checkArguments(tool.input, given);
  return tool.run(given, { ...asker, name, id });
}

async function checkArguments(schema: StandardSchemaV1, given: unknown): Promise<void> {
  const result = await validate(schema, given);
  if (result.ok) return;
  const list = result.problems.map(({ path, message }) => `${path || '/'}: ${message}`);
  throw new Error(`The arguments do not fit the tool's schema:\n${list.join('\n')}`);
}

function toResult({ id, name }: ToolCallPart, outcome: Outcome<unknown>): ToolResultPart {
  if (outcome.status === 'succeeded') return { type: 'tool-result', id, name, content: contentOf(outcome.value) };
  const text = outcome.status === 'failed' ? outcome.error.message : 'The call was cancelled.';
  return { type: 'tool-result', id, name, content: [{ type: 'text', text: cut(text) }], isError: true };
}

/** Tools that have pictures to show give parts themselves. */
function contentOf(value: unknown): ToolResultPart['content'] {
  const parts = (value as { readonly [toolContent]?: ToolResultPart['content'] } | null | undefined)?.[toolContent];
  if (parts) return parts;
  return [{ type: 'text', text: cut(typeof value === 'string' ? value : (JSON.stringify(value) ?? 'Done.')) }];
}

/** Marks a value that says itself what the model is shown of it. */
export const toolContent = Symbol.for('perdure.tool-content');

function cut(text: string): string {
  if (text.length <= longestAnswer) return text;
  return `${text.slice(0, longestAnswer)}\n[${text.length - longestAnswer} more characters were left out.]`;
}
