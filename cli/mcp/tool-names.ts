import { createHash } from 'node:crypto';

/** What every model provider takes as the name of a tool. */
const safe = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * A tool's name for each workflow: its own where that is safe and free, else one made of it. A name does not depend on
 * the order of definitions, so that clients may keep it.
 */
export function toolNames(workflows: readonly string[], reserved: readonly string[]): ReadonlyMap<string, string> {
  const isFree = (name: string): boolean => safe.test(name) && !reserved.includes(name);
  const plain = workflows.filter(isFree);
  const made = workflows.filter((name) => !isFree(name));
  const counts = new Map<string, number>();
  for (const name of made) counts.set(cleaned(name), (counts.get(cleaned(name)) ?? 0) + 1);
  const isTaken = (name: string): boolean =>
    plain.includes(name) || reserved.includes(name) || name.length > 64 || (counts.get(name) ?? 0) > 1;
  return new Map(
    workflows.map((name) => {
      if (plain.includes(name)) return [name, name];
      return [name, isTaken(cleaned(name)) ? withDigest(name) : cleaned(name)];
    }),
  );
}

function cleaned(name: string): string {
  return name.replace(/[^A-Za-z0-9_-]/g, '_');
}

function withDigest(name: string): string {
  return `${cleaned(name).slice(0, 55)}_${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;
}
