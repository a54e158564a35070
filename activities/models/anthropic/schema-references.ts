import type { Json } from '../../../src/json.js';
import type { JsonSchema } from '../../../src/model/request.js';
import { isSchema } from '../wire/resolve-pointer.js';

/** The name of a definition in the same document; other references are found by `findBadReference`. */
export function toDefinition(reference: string): string | undefined {
  return /^#\/(?:\$defs|definitions)\/([^/]+)$/.exec(reference)?.[1];
}

export function definitionOf(root: JsonSchema, reference: string): Json | undefined {
  const name = toDefinition(reference);
  if (name === undefined) return undefined;
  for (const group of [root['$defs'], root['definitions']]) {
    if (isSchema(group) && Object.hasOwn(group, name)) return group[name];
  }
  return undefined;
}

/** What is wrong with the first reference that leads back to itself, or out of the definitions: the API follows neither. */
export function findBadReference(root: JsonSchema): string | undefined {
  const harmless = new Set<string>();
  const visit = (value: Json | undefined, path: readonly string[]): string | undefined => {
    if (Array.isArray(value)) return firstOf(value as readonly Json[], (each) => visit(each, path));
    if (!isSchema(value)) return undefined;
    const reference = value['$ref'];
    if (typeof reference !== 'string') return firstOf(Object.values(value), (each) => visit(each, path));
    if (harmless.has(reference)) return undefined;
    const definition = definitionOf(root, reference);
    if (reference === '#' || path.includes(reference)) return `'${reference}' contains itself`;
    if (definition === undefined) return `'${reference}' is not in the schema`;
    const found = visit(definition, [...path, reference]);
    if (found === undefined) harmless.add(reference);
    return found;
  };
  return visit(root, []);
}

function firstOf(values: readonly Json[], find: (value: Json) => string | undefined): string | undefined {
  for (const value of values) {
    const found = find(value);
    if (found !== undefined) return found;
  }
  return undefined;
}
