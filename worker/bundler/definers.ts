/** The doors of perdure whose functions make definitions. */
export const definitionModules: readonly string[] = ['perdure', 'perdure/executors', 'perdure/plan'];

/**
 * Functions whose last argument is a body that runs in Node only: it is cut out of the sandbox's copy.
 * Everything else perdure is called with (workflow functions, graph nodes, guardrails) runs in the sandbox and stays.
 */
const bodyInNode: ReadonlySet<string> = new Set(['task', 'executor']);

/** Definitions whose function arguments are workflow code wherever the call stands. */
const bodyInWorkflow: ReadonlySet<string> = new Set(['workflow', 'agent', 'Graph', 'objective', 'team']);

/** Methods that make a definition out of a definition. */
const derivingMethods: ReadonlySet<string> = new Set([
  'withOptions',
  'asTool',
  'addNode',
  'addEdge',
  'startWith',
  'endWith',
]);

export function runsInNode(definer: string): boolean {
  return bodyInNode.has(definer);
}

export function isDefiner(definer: string): boolean {
  return bodyInNode.has(definer) || bodyInWorkflow.has(definer);
}

export function derivesDefinition(method: string): boolean {
  return derivingMethods.has(method);
}
