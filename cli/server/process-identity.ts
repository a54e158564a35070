import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process as it can be recognised later: operating systems give a number out again, but not with the same start time. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly started: string;
}

/** `started` is empty where the system does not tell; then the number alone has to do. */
export function identityOf(pid: number): ProcessIdentity {
  return { pid, started: startTimeOf(pid) ?? '' };
}

export function isAlive({ pid, started }: ProcessIdentity): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  if (process.platform === 'linux' && stateOf(pid) === 'Z') return false; // dead, only not yet collected by its parent
  return started === '' || startTimeOf(pid) === started;
}

export function isProcessIdentity(value: unknown): value is ProcessIdentity {
  if (typeof value !== 'object' || value === null) return false;
  const { pid, started } = value as Partial<ProcessIdentity>;
  return typeof pid === 'number' && Number.isInteger(pid) && pid > 0 && typeof started === 'string';
}

function startTimeOf(pid: number): string | undefined {
  if (process.platform === 'linux') return statFields(pid)?.[19];
  if (process.platform === 'win32') return undefined;
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', timeout: 2000 }).trim();
  } catch {
    return undefined;
  }
}

function stateOf(pid: number): string | undefined {
  return statFields(pid)?.[0];
}

// The second field of the file is the program's name in brackets and may itself hold brackets and blanks: count from behind it.
function statFields(pid: number): readonly string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
