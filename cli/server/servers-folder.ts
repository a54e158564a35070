import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where servers are kept: one place for all projects of a user, because a server is 200 MB and takes minutes to build. */
export function serversFolder(environment: NodeJS.ProcessEnv = process.env): string {
  return join(userCacheFolder(environment), 'perdure', 'servers');
}

function userCacheFolder(environment: NodeJS.ProcessEnv): string {
  const chosen = environment['XDG_CACHE_HOME'];
  if (chosen !== undefined && chosen !== '') return chosen;
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  if (process.platform === 'win32') return environment['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local');
  return join(homedir(), '.cache');
}
