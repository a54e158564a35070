import { findOnPath } from './find-on-path.js';
import { runProgram } from './run-program.js';

const oldestJava = 11;
const answerMilliseconds = 20_000;

/** In words why the `java` on `PATH` will not do; `undefined` when it will. */
export async function findJavaProblem(signal?: AbortSignal): Promise<string | undefined> {
  const path = await findOnPath('java');
  if (path === undefined) return 'no `java` on PATH';
  const run = { program: path, arguments: ['-version'], signal, timeout: answerMilliseconds };
  const { lines } = await runProgram(run).catch(() => {
    signal?.throwIfAborted();
    return { lines: [] };
  });
  // Before 9 the first number was always 1, as in "1.8.0".
  const [, first, second] = /version "(\d+)(?:\.(\d+))?/.exec(lines.join('\n')) ?? [];
  if (first === undefined) return `${path} -version does not answer like Java`;
  const major = Number(first === '1' ? second : first);
  return major >= oldestJava ? undefined : `${path} is Java ${major}, at least ${oldestJava} is needed`;
}
