import { actionKind } from './action.js';
import { edgeOptions, edgeRules, GraphEdge } from './edge.js';
import type { GraphProblem } from './graph-problem.js';
import { joins, nodeOptions } from './node.js';

/** What is wrong with the arguments of `addNode`. */
export function checkNode(name: unknown, action: unknown, options: unknown): GraphProblem[] {
  const at = typeof name === 'string' ? { node: name } : {};
  const where = typeof name === 'string' ? `node ${JSON.stringify(name)}` : 'addNode()';
  const problems = [nameProblem(name), ...optionProblems(options, nodeOptions)];
  if (actionKind(action) === undefined) {
    problems.push(`its action must be a task, workflow, agent, graph or function, but got ${kindOf(action)}`);
  }
  const join = fieldOf(options, 'join');
  if (join !== undefined && !joins.some((known) => known === join)) {
    problems.push(`join must be 'all' or 'any', but got ${JSON.stringify(join)}`);
  }
  return toProblems(where, problems, at);
}

/** What is wrong with the arguments of `addEdge`, apart from what depends on other declarations. */
export function checkEdge(from: unknown, to: unknown, options: unknown): GraphProblem[] {
  const named = typeof from === 'string' && typeof to === 'string';
  const where = named ? GraphEdge.describe({ from, to }) : 'addEdge()';
  const problems = optionProblems(options, edgeOptions);
  if (!named) problems.push(`needs the names of two nodes, but got ${kindOf(from)} and ${kindOf(to)}`);
  const when = fieldOf(options, 'when');
  if (when !== undefined && typeof when !== 'function') {
    problems.push(`when must be a function of the output of '${String(from)}', but got ${kindOf(when)}`);
  }
  const on = fieldOf(options, 'on');
  if (on !== undefined && !edgeRules.some((known) => known === on)) {
    problems.push(`on must be 'succeeded', 'failed' or 'settled', but got ${shown(on)}`);
  }
  const most = fieldOf(options, 'maxVisits');
  if (most !== undefined && !(Number.isSafeInteger(most) && Number(most) > 0)) {
    problems.push(`maxVisits must be a whole number of at least 1, but got ${shown(most)}`);
  }
  return toProblems(where, problems, named ? { edge: { from, to } } : {});
}

/** What is wrong with the argument of `startWith` or `endWith`. */
export function checkMark(call: 'startWith' | 'endWith', name: unknown): GraphProblem[] {
  return typeof name === 'string'
    ? []
    : toProblems(`${call}()`, [`needs the name of a node, but got ${kindOf(name)}`], {});
}

function nameProblem(name: unknown): string | undefined {
  if (typeof name !== 'string') return `needs a name as its first argument, but got ${kindOf(name)}`;
  if (name === '') return 'the name is empty';
  if (name.length > 200) return `the name has ${name.length} characters; at most 200 are allowed`;
  if (name.trim() !== name) return 'the name must not begin or end with white space';
  return /[\p{Cc}\u2028\u2029]/u.test(name) ? 'the name must not contain line breaks or control characters' : undefined;
}

function optionProblems(options: unknown, known: readonly string[]): (string | undefined)[] {
  if (options === undefined) return [];
  if (typeof options !== 'object' || options === null) return [`options must be an object, but got ${kindOf(options)}`];
  const unknown = Object.keys(options).filter((key) => !known.includes(key));
  return unknown.map((key) => `unknown option '${key}'; known: ${known.join(', ')}`);
}

function fieldOf(options: unknown, key: string): unknown {
  return typeof options === 'object' && options !== null ? (options as Record<string, unknown>)[key] : undefined;
}

function shown(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? JSON.stringify(value) : kindOf(value);
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  return value === null ? 'null' : Array.isArray(value) ? 'a list' : `a value of type ${typeof value}`;
}

function toProblems(
  where: string,
  problems: readonly (string | undefined)[],
  at: Omit<GraphProblem, 'message'>,
): GraphProblem[] {
  return problems.flatMap((problem) => (problem === undefined ? [] : [{ message: `${where}: ${problem}`, ...at }]));
}
