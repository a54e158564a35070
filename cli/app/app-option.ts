import { Option } from 'commander';

export interface AppOptions {
  readonly app?: readonly string[];
}

/** `--app`, the same for every command that reads the app; may be given more than once. */
export function appOption(): Option {
  return new Option(
    '-a, --app <file>',
    'the file that defines tasks and workflows (default: src/app.ts and the like, or "perdure.app" in package.json)',
  ).argParser((file: string, before: string[] | undefined) => [...(before ?? []), file]);
}
