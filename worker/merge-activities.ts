import { PerdureError } from '../src/errors.js';

/**
 * The app's tasks beside a worker's own activities.
 * @throws PerdureError `Definition.Duplicate` if both have a name; one would silently replace the other
 */
export function mergeActivities(tasks: Readonly<Record<string, unknown>>, own: object = {}): Record<string, unknown> {
  const both = Object.keys(own).filter((name) => name in tasks && name !== 'default');
  if (both.length > 0) {
    throw new PerdureError({
      code: 'Definition.Duplicate',
      message: `The worker's 'activities' and the app's tasks share the name ${both.map((name) => `'${name}'`).join(', ')}. Rename one of them.`,
      details: { names: both },
    });
  }
  return { ...own, ...tasks };
}
