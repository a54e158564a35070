import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { workspaceError } from '../../src/agent/workspace/workspace-error.js';

export interface FoundLine {
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

const longestLine = 300;
/** How long one file may take. */
const patience = 5_000;

/** Runs in the thread; as text, so that it needs no file of its own wherever this package is bundled to. */
const program = `
const { parentPort, workerData } = require('node:worker_threads');
const { pattern, flags, longestLine } = workerData;
const expression = new RegExp(pattern, flags);
parentPort.on('message', ({ text, most }) => {
  const found = [];
  const lines = text.split(/\\r?\\n/);
  for (let index = 0; index < lines.length && found.length < most; index++) {
    if (expression.test(lines[index])) found.push({ line: index + 1, text: lines[index].slice(0, longestLine) });
  }
  parentPort.postMessage(found);
});`;

/**
 * Matches lines in a thread of its own: a regular expression that a model has made up may take for ever, and would stop
 * everything else that the worker does.
 */
export class PatternThread {
  private readonly thread: Worker;

  /** @throws PerdureError `Workspace.InvalidPattern` */
  constructor(pattern: string, ignoreCase: boolean) {
    const flags = ignoreCase ? 'i' : '';
    try {
      void new RegExp(pattern, flags);
    } catch (error) {
      throw workspaceError(
        'Workspace.InvalidPattern',
        `The pattern is no regular expression: ${(error as Error).message}`,
      );
    }
    this.thread = new Worker(program, {
      eval: true,
      execArgv: [],
      env: {},
      workerData: { pattern, flags, longestLine },
      resourceLimits: { maxOldGenerationSizeMb: 256 },
    });
  }

  /** @throws PerdureError `Workspace.PatternTooSlow` */
  async linesOf(text: string, most: number, signal: AbortSignal): Promise<FoundLine[]> {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(patience)]);
    this.thread.postMessage({ text, most });
    try {
      const [found] = (await once(this.thread, 'message', { signal: limit })) as [FoundLine[]];
      return found;
    } catch (error) {
      signal.throwIfAborted();
      if (!limit.aborted) throw error;
      throw workspaceError('Workspace.PatternTooSlow', 'The pattern takes too long to match. Write a simpler one.');
    }
  }

  async close(): Promise<void> {
    await this.thread.terminate();
  }
}
