import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Finding } from './finding.js';

const run = promisify(execFile);

/** Programs that are nice to have, how to ask them for their version, and what for. */
const tools = [
  ['java', ['-version'], 'skips time in tests'],
  ['go', ['version'], 'builds the Temporal server where it cannot be downloaded'],
  ['docker', ['--version'], 'another way to run the Temporal server'],
] as const;

/** Which of the programs that are nice to have are there; none of them is needed. */
export async function examineTools(): Promise<Finding[]> {
  const found = await Promise.all(
    tools.map(async ([name, words, use]) => {
      const version = await versionOf(name, words);
      return { level: 'info' as const, text: version === undefined ? `no ${name} (${use})` : version };
    }),
  );
  return found;
}

async function versionOf(program: string, words: readonly string[]): Promise<string | undefined> {
  try {
    const { stdout, stderr } = await run(program, words, { timeout: 5_000, windowsHide: true });
    return (stdout || stderr).split('\n')[0]?.trim();
  } catch {
    return undefined;
  }
}
