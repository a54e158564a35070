import { shortPlace, showApp, showProblems } from '../app/show-app.js';
import { defaultQueue } from '../settings.js';
import type { Shell } from '../shell.js';
import { humanDuration } from '../terminal/human-duration.js';
import { noStatusLine, type StatusLine, statusLine } from '../terminal/status-line.js';
import type { DevWorkerEvents, Failed, Ready } from './dev-worker.js';
import type { WorkerEnd } from './worker-process.js';

/** Tells a person how the worker of `perdure dev` fares. */
export class DevReport implements DevWorkerEvents {
  private definitions: string | undefined;
  private status: StatusLine = noStatusLine;

  constructor(private readonly shell: Shell) {}

  loading(): void {
    this.status.clear();
    if (this.shell.hasScreen) this.status = statusLine(process.stderr, 'loading the app');
  }

  running({ app, warnings }: Ready, milliseconds: number): void {
    const { colours, taskQueue } = this.shell;
    const isFirst = this.definitions === undefined;
    const lines = showApp(app, colours);
    const facts = `in ${humanDuration(milliseconds)}, queue ${taskQueue}, ${app.files.map(shortPlace).join(', ')}`;
    this.print(`${colours.green('✓')} ${isFirst ? 'Worker running' : 'Reloaded'} ${colours.dim(facts)}`);
    if (this.definitions !== lines.join('\n')) this.print(...lines.map(indent));
    this.definitions = lines.join('\n');
    this.print(...showProblems(warnings, colours).map(indent));
    const [workflow] = app.workflows;
    if (!isFirst || workflow === undefined) return;
    const queue = taskQueue === defaultQueue ? '' : ` --task-queue ${taskQueue}`;
    const command = colours.cyan(`npx perdure run ${workflow.name} <input>${queue}`);
    this.print(`\n  Start a run in another terminal:  ${command}\n`);
  }

  failed({ problems }: Failed, keepsOld: boolean): void {
    const { colours } = this.shell;
    const what = keepsOld ? 'The new code does not load; the version before goes on.' : 'The app does not load.';
    this.print(`${colours.red('✗')} ${colours.bold(what)}\n`, ...showProblems(problems, colours).map(indent));
    this.print(colours.dim('Waiting for a change …'));
  }

  crashed({ code, signal }: WorkerEnd, restartIn: number | undefined): void {
    const { yellow, red } = this.shell.colours;
    const how = signal === null ? `exit code ${code}` : `signal ${signal}`;
    this.print(
      restartIn === undefined
        ? red(`✗ The worker ended 5 times within 30 s (${how}). Waiting for a change …`)
        : yellow(`! The worker ended (${how}). Starting it again in ${humanDuration(restartIn)}.`),
    );
  }

  print(...lines: readonly string[]): void {
    this.status.clear();
    for (const line of lines) this.shell.print(line);
  }
}

function indent(line: string): string {
  return `  ${line}`.trimEnd();
}
