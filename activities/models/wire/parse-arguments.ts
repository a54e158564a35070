import type { Json } from '../../../src/json.js';

/** The arguments of a tool call, or why they are none: a tool is never called with a guess. */
export type ParsedArguments = { readonly arguments: Json } | { readonly arguments: null; readonly invalid: string };

/**
 * Nothing at all is what some servers write for a tool without parameters.
 * @param isWhole whether the reply was not cut short
 */
export function parseArguments(text: string, isWhole = true): ParsedArguments {
  if (text.trim() === '') return isWhole ? { arguments: {} } : { arguments: null, invalid: 'They were cut off.' };
  try {
    return { arguments: JSON.parse(text) as Json };
  } catch (error) {
    return { arguments: null, invalid: (error as Error).message };
  }
}
