import { type DefinitionKind, listDefinitions } from '../../src/definition/register.js';

/** A definition as a list shows it. */
export interface DefinitionRow {
  readonly name: string;
  readonly description: string | null;
  /** `file:line:column` */
  readonly place: string;
}

/** What an app defines. */
export interface AppSummary {
  readonly files: readonly string[];
  readonly workflows: readonly DefinitionRow[];
  readonly tasks: readonly DefinitionRow[];
  readonly graphs: readonly DefinitionRow[];
}

/** What has been defined in this process, after the app was loaded. */
export function describeApp(files: readonly string[]): AppSummary {
  return { files, workflows: rows('workflow'), tasks: rows('task'), graphs: rows('graph') };
}

function rows(kind: DefinitionKind): DefinitionRow[] {
  return [...listDefinitions(kind)].map(([name, { definition, place }]) => {
    const { description } = definition as { readonly description?: unknown };
    return { name, description: typeof description === 'string' ? description : null, place };
  });
}
