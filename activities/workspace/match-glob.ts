import { workspaceError } from '../../src/agent/workspace/workspace-error.js';

/** How many patterns `{a,b}` may stand for in all. */
const mostChoices = 64;

/**
 * A test for paths: `*` and `?` within a name, `**` for any folders, `{a,b}` for choices; without `/` it is for the name
 * alone. Made by hand because patterns come from models, and a regular expression made of them may take for ever.
 * @throws PerdureError `Workspace.InvalidPattern`
 */
export function globMatcher(glob: string): (path: string) => boolean {
  const choices = expand(glob).map((one) =>
    (one.includes('/') ? one : `**/${one}`).split('/').filter((part) => part !== '.'),
  );
  return (path) => {
    const names = path.split('/');
    return choices.some((parts) => matchParts(parts, names));
  };
}

function expand(glob: string): string[] {
  const open: string[] = [glob];
  const done: string[] = [];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const choice = /\{([^{}]*,[^{}]*)\}/.exec(next);
    if (choice === null) done.push(next);
    else {
      const [text, list = ''] = choice;
      const [head, tail] = [next.slice(0, choice.index), next.slice(choice.index + text.length)];
      open.push(...list.split(',').map((one) => `${head}${one}${tail}`));
    }
    if (open.length + done.length > mostChoices) {
      throw workspaceError('Workspace.InvalidPattern', `The pattern stands for more than ${mostChoices} choices.`);
    }
  }
  return done;
}

/** From a place where the rest did not match, only the last wildcard before it is tried further: earlier ones gain nothing. */
function matchSequence<T>(
  pattern: ArrayLike<T>,
  given: ArrayLike<T>,
  many: T,
  matchOne: (pattern: T, given: T) => boolean,
): boolean {
  let [at, position] = [0, 0];
  let [star, resume] = [-1, 0];
  while (position < given.length) {
    if (at < pattern.length && pattern[at] === many) [star, resume, at] = [at, position, at + 1];
    else if (at < pattern.length && matchOne(pattern[at] as T, given[position] as T))
      [at, position] = [at + 1, position + 1];
    else if (star >= 0) [at, position, resume] = [star + 1, resume + 1, resume + 1];
    else return false;
  }
  while (at < pattern.length && pattern[at] === many) at += 1;
  return at === pattern.length;
}

function matchParts(parts: readonly string[], names: readonly string[]): boolean {
  return matchSequence(parts, names, '**', (part, name) =>
    matchSequence(Array.from(part), Array.from(name), '*', (one, other) => one === '?' || one === other),
  );
}
