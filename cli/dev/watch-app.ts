import { dirname, relative, sep } from 'node:path';
import { watch } from 'chokidar';

export interface AppWatch {
  /** What is watched. */
  readonly folders: readonly string[];
  close(): Promise<void>;
}

const quietMilliseconds = 150;
const ignoredFolders = new Set(['node_modules', 'dist', 'build', 'coverage']);
const codeFile = /\.([cm]?[jt]sx?|json)$/;

/** Watches the folders of the app's files, and tells of changed code when it has been quiet for a moment. */
export async function watchApp(
  files: readonly string[],
  onChange: (changed: readonly string[]) => void,
): Promise<AppWatch> {
  const folders = [...new Set(files.map((file) => dirname(file)))];
  const isIgnored = (path: string, isFile: boolean): boolean => {
    const parts = relativeTo(folders, path).split(sep);
    // `.perdure`, `.git` and whatever else hides; the folders of the app itself may be called as they like.
    return parts.some((part) => part.startsWith('.') || ignoredFolders.has(part)) || (isFile && !codeFile.test(path));
  };
  const watcher = watch(folders, {
    ignoreInitial: true,
    ignored: (path, stats) => isIgnored(path, stats?.isFile() === true),
  });
  let changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  watcher.on('all', (event, path) => {
    if (event === 'addDir' || event === 'unlinkDir') return;
    changed.add(path);
    clearTimeout(timer);
    timer = setTimeout(() => {
      const paths = [...changed];
      changed = new Set();
      onChange(paths);
    }, quietMilliseconds);
  });
  await new Promise<void>((resolve) => void watcher.once('ready', resolve));
  return {
    folders,
    close: async () => {
      clearTimeout(timer);
      await watcher.close();
    },
  };
}

function relativeTo(folders: readonly string[], path: string): string {
  const inside = folders.map((folder) => relative(folder, path)).filter((way) => !way.startsWith('..'));
  return inside.reduce((shortest, way) => (way.length < shortest.length ? way : shortest), inside[0] ?? '');
}
