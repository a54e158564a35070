import type { Command } from 'commander';
import { onAction } from '../action.js';
import { type AppOptions, appOption } from '../app/app-option.js';
import { checkApp } from '../app/check-app.js';
import { enableTypeScript } from '../app/enable-typescript.js';
import { findApp } from '../app/find-app.js';
import { shortPlace, showApp, showProblems } from '../app/show-app.js';
import { exitCodes } from '../exit-code.js';
import { noStatusLine, statusLine } from '../terminal/status-line.js';

/** `perdure check` */
export function check(command: Command): void {
  command
    .description('Loads the app, validates its definitions and graphs, and bundles it for the workflow sandbox.')
    .addOption(appOption());
  onAction<[], AppOptions>(command, async (shell, _, options) => {
    const files = findApp(options.app);
    const status = shell.hasScreen ? statusLine(process.stderr, 'checking the app') : noStatusLine;
    await enableTypeScript(files);
    const { app, problems } = await checkApp(files).finally(status.clear);
    shell.printJson({ ...app, problems });
    const { bold, green, red } = shell.colours;
    shell.print(bold(files.map(shortPlace).join(', ')));
    for (const line of showApp(app, shell.colours)) shell.print(line);
    shell.print('');
    for (const line of showProblems(problems, shell.colours)) shell.print(line);
    const count = problems.length === 1 ? '1 problem.' : `${problems.length} problems.`;
    shell.print(problems.length === 0 ? green('No problems.') : red(count));
    return problems.length === 0 ? exitCodes.succeeded : exitCodes.usage;
  });
}
