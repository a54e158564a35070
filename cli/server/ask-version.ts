import { runProgram } from './run-program.js';

/** An answer, or in words why there is none. */
export type VersionAnswer = { readonly version: string } | { readonly problem: string };

// Generous: the first run of a 200 MB file from a slow disk, or under a virus scanner, takes seconds.
const answerMilliseconds = 20_000;

/** Runs `<program> --version`, which also proves that the file is for this machine. */
export async function askVersion(path: string, signal?: AbortSignal): Promise<VersionAnswer> {
  try {
    const { code, lines } = await runProgram({
      program: path,
      arguments: ['--version'],
      signal,
      timeout: answerMilliseconds,
    });
    const version = lines.map((line) => /^temporal version (.+)$/.exec(line)?.[1]).find((match) => match !== undefined);
    if (version !== undefined) return { version };
    if (code === null) return { problem: `${path} --version did not end within ${answerMilliseconds / 1000} s` };
    return { problem: `${path} --version does not answer like the Temporal CLI (exit code ${code})` };
  } catch (error) {
    signal?.throwIfAborted();
    return { problem: `${path} does not run: ${(error as Error).message}` };
  }
}
