import type { Json } from '../../../src/json.js';

/** The arguments of a tool call, or why they are none: a tool is never called with a guess. */
export type ParsedArguments = { readonly arguments: Json } | { readonly arguments: null; readonly invalid: string };

/** Nothing at all is what some servers write for a tool without parameters. */
export function parseArguments(text: string): ParsedArguments {
  if (text.trim() === '') return { arguments: {} };
  try {
    return { arguments: JSON.parse(text) as Json };
  } catch (error) {
    return { arguments: null, invalid: (error as Error).message };
  }
}
