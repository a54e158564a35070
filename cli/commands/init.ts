import { relative } from 'node:path';
import type { Command } from 'commander';
import { onAction } from '../action.js';
import { writeProject } from '../init/write-project.js';
import { shellWord } from '../terminal/show-value.js';

/** `perdure init` */
export function init(command: Command): void {
  command
    .description('Makes a small TypeScript project: two tasks, a workflow with a pause, and a test.')
    .argument('[folder]', 'where', '.')
    .option('--force', 'also into a folder that is not empty; files of the same name are replaced');
  onAction<[string], { readonly force?: boolean }>(command, async (shell, [folder], { force }) => {
    const files = await writeProject(folder, force === true);
    shell.printJson({ folder, files });
    const { dim, cyan } = shell.colours;
    for (const file of files) shell.print(dim(`  ${file}`));
    const way = relative(process.cwd(), folder);
    shell.print('\nNow:');
    if (way !== '') shell.print(cyan(`  cd ${shellWord(way)}`));
    shell.print(cyan('  npm install'));
    shell.print(cyan('  npx perdure dev'));
  });
}
