import { createInterface, type Interface } from 'node:readline/promises';
import type { OpenPause } from '../../client/index.js';
import { PerdureError } from '../../src/errors.js';
import { parseValue } from '../read-value.js';
import { type Field, hintOf, readField, simpleFields, simpleValue } from './fields.js';

export interface Terminal {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** Aborted when the answer is no longer needed. */
  readonly signal?: AbortSignal;
}

/** Asks a person for the answer to a pause: field by field where that is possible, as JSON or text where not. */
export async function askAnswer(
  { id, schema }: Pick<OpenPause, 'id' | 'schema'>,
  terminal: Terminal,
): Promise<unknown> {
  const lines = createInterface({ input: terminal.input, output: terminal.output });
  const ask = (label: string): Promise<string> => question(lines, label, terminal.signal);
  try {
    const fields = simpleFields(schema);
    if (fields !== undefined) return await askFields(fields, ask, terminal);
    const field = simpleValue(schema);
    if (field !== undefined) return await askField({ ...field, name: id }, ask, terminal);
    return await askJson(id, ask, terminal);
  } finally {
    lines.close();
  }
}

type Ask = (label: string) => Promise<string>;

async function askFields(fields: readonly Field[], ask: Ask, terminal: Terminal): Promise<unknown> {
  const answer: Record<string, unknown> = {};
  for (const field of fields) {
    const value = await askField(field, ask, terminal);
    if (value !== undefined) answer[field.name] = value;
  }
  return answer;
}

async function askField(field: Field, ask: Ask, { output }: Terminal): Promise<unknown> {
  const hint = hintOf(field);
  for (;;) {
    const answer = readField(field, await ask(`  ${field.name}${hint && ` (${hint})`}: `));
    if (answer.ok) return answer.value;
    output.write(`  ${answer.problem}\n`);
  }
}

async function askJson(id: string, ask: Ask, { output }: Terminal): Promise<unknown> {
  for (;;) {
    try {
      return parseValue(await ask(`  ${id} (JSON or text): `), 'The answer');
    } catch (error) {
      if (!PerdureError.is(error, 'Usage.InvalidJson')) throw error;
      output.write(`  ${error.message}\n`);
    }
  }
}

/** Ctrl-C and the end of the input give up the question, not the run. */
async function question(lines: Interface, label: string, signal?: AbortSignal): Promise<string> {
  const left = new Promise<never>((_, reject) => {
    const leave = (): void =>
      reject(new PerdureError({ code: 'Run.Paused', message: 'No answer was given; the run goes on waiting.' }));
    lines.once('close', leave).once('SIGINT', leave);
  });
  return Promise.race([lines.question(label, signal ? { signal } : {}), left]);
}
