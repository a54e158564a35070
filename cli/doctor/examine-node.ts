import type { Finding } from './finding.js';

const oldest = [20, 20] as const;

/** Whether this Node will do. */
export function examineNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOld = major < oldest[0] || (major === oldest[0] && minor < oldest[1]);
  const text = `Node ${version}`;
  return isOld ? { level: 'fail', text, remedy: `Install Node ${oldest.join('.')} or newer.` } : { level: 'ok', text };
}
