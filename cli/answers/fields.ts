import type { JsonSchema } from './example-of.js';

/** One thing to ask for, in a form that a line of text can answer. */
export interface Field {
  readonly name: string;
  readonly kind: 'boolean' | 'number' | 'string' | 'choice';
  readonly required: boolean;
  readonly choices: readonly string[];
  readonly description: string | undefined;
}

export type FieldAnswer =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly problem: string };

const simpleKinds: Readonly<Record<string, Field['kind']>> = {
  boolean: 'boolean',
  number: 'number',
  integer: 'number',
  string: 'string',
};

/** The fields of an answer that can be asked for one by one; `undefined` if it must be given as JSON. */
export function simpleFields(schema: unknown): readonly Field[] | undefined {
  const { type, properties, required = [] } = (schema ?? {}) as JsonSchema;
  if (type !== 'object' || properties === undefined) return undefined;
  const fields = Object.entries(properties).map(([name, part]) => toField(name, part, required.includes(name)));
  return fields.length > 0 && fields.every((field) => field !== undefined) ? fields : undefined;
}

/** A whole answer that is one simple value. */
export function simpleValue(schema: unknown): Field | undefined {
  return schema === null || schema === undefined ? undefined : toField('', schema as JsonSchema, true);
}

function toField(name: string, { type, enum: choices, description }: JsonSchema, required: boolean): Field | undefined {
  if (choices?.every((choice) => typeof choice === 'string'))
    return { name, kind: 'choice', required, choices, description };
  const kind = typeof type === 'string' && choices === undefined ? simpleKinds[type] : undefined;
  return kind && { name, kind, required, choices: [], description };
}

/** What is shown after the name of a field. */
export function hintOf({ kind, choices, required }: Field): string {
  const hint = { boolean: 'y/n', number: 'number', string: '', choice: choices.join(' | ') }[kind];
  return [hint, required ? '' : 'empty to leave out'].filter(Boolean).join(', ');
}

/** Reads one line as the value of a field; `undefined` as value leaves the field out. */
export function readField({ kind, choices, required }: Field, line: string): FieldAnswer {
  const text = line.trim();
  if (text === '' && !required) return { ok: true, value: undefined };
  switch (kind) {
    case 'boolean':
      if (/^(y|yes|true)$/i.test(text)) return { ok: true, value: true };
      if (/^(n|no|false)$/i.test(text)) return { ok: true, value: false };
      return { ok: false, problem: 'Please answer y or n.' };
    case 'number':
      if (text !== '' && Number.isFinite(Number(text))) return { ok: true, value: Number(text) };
      return { ok: false, problem: 'Please give a number.' };
    case 'choice':
      if (choices.includes(text)) return { ok: true, value: text };
      return { ok: false, problem: `Please choose one of: ${choices.join(', ')}.` };
    case 'string':
      return { ok: true, value: line };
  }
}
