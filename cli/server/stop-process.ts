import { setTimeout as wait } from 'node:timers/promises';

import { portAnswers } from './port-answers.js';
import { isAlive, type ProcessIdentity } from './process-identity.js';

const graceMilliseconds = 5_000;
const pollMilliseconds = 20;

/** Asks a process to end, insists after five seconds, and returns when its port is free again. */
export async function stopProcess(identity: ProcessIdentity, address: string): Promise<void> {
  const patienceEnds = performance.now() + graceMilliseconds;
  let signal: NodeJS.Signals | undefined = 'SIGTERM';
  while (isAlive(identity)) {
    if (performance.now() > patienceEnds) signal = 'SIGKILL';
    if (signal !== undefined) sendSignal(identity.pid, signal);
    signal = undefined;
    await wait(pollMilliseconds);
  }
  while ((await portAnswers(address)) && performance.now() < patienceEnds + graceMilliseconds)
    await wait(pollMilliseconds);
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // it has ended in between
  }
}
