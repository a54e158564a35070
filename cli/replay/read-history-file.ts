import { createRequire } from 'node:module';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import type * as proto from '@temporalio/proto';
import { PerdureError } from '../../src/errors.js';
import type { NamedHistory } from '../../worker/replay-histories.js';
import { shortPlace } from '../app/show-app.js';

// Temporal's messages come with its client, not with this package: they are looked for beside it.
const besideClient = createRequire(createRequire(import.meta.url).resolve('@temporalio/client'));
const { History } = (besideClient('@temporalio/proto') as typeof proto).temporal.api.history.v1;

/** The files that are meant: each file itself, and of a folder every `.json` and `.bin` in it, by name. */
export function historyFiles(paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return [path];
    const names = readdirSync(path).filter((name) => /\.(json|bin)$/.test(name));
    return names.sort().map((name) => join(path, name));
  });
}

/**
 * A history from a file: JSON as the Temporal CLI (`temporal workflow show -o json`) and the Web UI write it, or the
 * protobuf message in its binary form.
 * @throws PerdureError `History.Invalid` naming the file
 */
export function readHistoryFile(path: string): NamedHistory {
  try {
    const bytes = readFileSync(path);
    const history = isJson(bytes) ? fromJson(bytes.toString('utf8')) : History.decode(bytes);
    if (!history.events?.[0]?.workflowExecutionStartedEventAttributes)
      throw new Error('it does not begin with a start');
    return { source: shortPlace(path), history };
  } catch (cause) {
    throw new PerdureError({
      code: 'History.Invalid',
      message: `${path} is no recorded history: ${(cause as Error).message}. Export one with 'temporal workflow show --workflow-id <id> -o json', or in the Web UI with the payloads as they are, not decoded.`,
      details: { file: path },
      cause,
    });
  }
}

/** A protobuf history begins with the tag of its first field, which is no character of JSON text. */
function isJson(bytes: Buffer): boolean {
  return /^[\uFEFF\s]*[{[]/.test(bytes.subarray(0, 64).toString('utf8'));
}

function fromJson(text: string): ReturnType<typeof historyFromJSON> {
  const parsed: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
  return historyFromJSON(Array.isArray(parsed) ? { events: parsed } : parsed);
}
