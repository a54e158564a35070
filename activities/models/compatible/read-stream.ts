import type { OpenAI } from 'openai';
import type { ModelCallContext } from '../../../src/ports/model-provider.js';
import { ReportedError } from '../openai/classify.js';
import type { ToolNames } from '../wire/tool-names.js';
import { truncated } from '../wire/truncated.js';
import type { CallMerger, MergedCall } from './merge-calls.js';
import { readPieces } from './read-pieces.js';

/** All that was said, put together. */
export interface Said {
  readonly text: string;
  readonly refusal: string;
  readonly thoughts: string;
  /** The field the thoughts came in. */
  readonly thoughtsField: string | undefined;
  readonly calls: readonly MergedCall[];
  readonly finishReason: string;
  readonly usage: OpenAI.CompletionUsage | undefined;
  /** The model that has answered, as the server names it. */
  readonly model: string | undefined;
}

/**
 * Reads the chunks: up to the one with a reason to finish, and the one with the usage, which comes after it or never.
 * @throws ReportedError with what the server reports; PerdureError `Model.Truncated` without a reason to finish
 */
export async function readStream(
  chunks: AsyncIterable<OpenAI.Chat.ChatCompletionChunk>,
  { signal, onDelta }: ModelCallContext,
  calls: CallMerger,
  { fromWire }: ToolNames,
  contentType: string | null,
): Promise<Said> {
  const said = { text: '', refusal: '', thoughts: '', thoughtsField: undefined as string | undefined };
  let finishReason: string | undefined;
  let usage: OpenAI.CompletionUsage | undefined;
  let model: string | undefined;
  let count = 0;
  try {
    for await (const chunk of chunks) {
      count += 1;
      refuseReported(chunk);
      const choice = chunk.choices?.[0];
      const pieces = readPieces(choice?.delta);
      said.text += pieces.text;
      said.refusal += pieces.refusal;
      said.thoughts += pieces.thoughts;
      said.thoughtsField ??= pieces.thoughtsField;
      const touched = pieces.calls.map((piece) => [calls.add(piece), piece] as const);
      if (pieces.thoughts) onDelta({ type: 'reasoning', text: pieces.thoughts });
      if (pieces.text) onDelta({ type: 'text', text: pieces.text });
      for (const [{ id, name }, { argumentsText }] of touched)
        onDelta({ type: 'tool-call', id, name: fromWire(name), argumentsText });
      if (!pieces.thoughts && !pieces.text && touched.length === 0) onDelta({ type: 'activity' });
      finishReason = choice?.finish_reason || finishReason;
      usage = chunk.usage ?? usage;
      model = chunk.model || model;
      if (finishReason !== undefined && usage) break;
    }
  } catch (error) {
    // The reply is whole; what broke was on its way to the usage.
    if (finishReason === undefined || error instanceof ReportedError || signal.aborted) throw error;
  }
  // The loop ends in silence when the call is cancelled.
  signal.throwIfAborted();
  if (finishReason === undefined) throw truncated(count, contentType);
  if (finishReason === 'error') throw new ReportedError('The server broke the reply off.', 'server_error');
  return { ...said, calls: calls.all, finishReason, usage, model };
}

/** Some servers report an error as a chunk of its own kind, which the SDK takes for any other. */
function refuseReported(chunk: object): void {
  const { object, message, code, type } = chunk as Readonly<Record<string, unknown>>;
  if (object === 'error') throw new ReportedError(typeof message === 'string' ? message : 'unknown', code, type);
}
