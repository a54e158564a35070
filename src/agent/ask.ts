import type { StandardSchemaV1 } from '@standard-schema/spec';
import { pause, type PauseOptions } from '../flow/pause.js';
import { type Tool, toolSource, type ToolSource } from './tool.js';

/** Asks a person; see {@link ask}. */
export interface Ask extends ToolSource {
  <S extends StandardSchemaV1>(
    question: string,
    options: PauseOptions<S> & { readonly schema: S },
  ): Promise<StandardSchemaV1.InferOutput<S>>;
  (question: string, options?: PauseOptions): Promise<string>;
}

/**
 * Asks a person and waits for the answer, as the pause `ask`. Among an agent's tools it lets the model do so:
 *
 * ```ts
 * const planner = agent('planner', { instructions: 'Plan the trip.', model: 'openai/gpt-5', tools: [ask] });
 * ```
 * @throws PerdureError as {@link pause}
 */
export const ask: Ask = Object.assign(
  (question: string, options: object = {}) => pause('ask', { prompt: question, ...options }) as Promise<never>,
  { [toolSource]: () => [askPerson] },
);

const askPerson: Tool = {
  spec: {
    name: 'ask_person',
    description:
      'Asks a person who is responsible for this work, and waits for the answer. For what only people can decide or know.',
    inputSchema: {
      type: 'object',
      properties: { question: { type: 'string', description: 'The question, with all that is needed to answer it.' } },
      required: ['question'],
      additionalProperties: false,
    },
  },
  input: undefined,
  risk: undefined,
  // One question at a time: the answer may make the next one needless.
  isBarrier: true,
  run: async (input) => {
    const { question } = (input ?? {}) as { readonly question?: unknown };
    if (typeof question !== 'string' || question === '') throw new Error("It needs a 'question', as a text.");
    return ask(question);
  },
};
