import type { App, StreamChannel } from '../client/index.js';
import { printDocument } from './json-document.js';
import { defaultQueue, type GlobalOptions } from './settings.js';
import { type Colours, createColours } from './terminal/colours.js';

/** What a command has to print with, and its way to the server. */
export class Shell {
  /** For text on standard output. */
  readonly colours: Colours = createColours(process.stdout);
  readonly json: boolean;
  private app: Promise<App> | undefined;

  constructor(readonly options: GlobalOptions) {
    this.json = options.json === true;
  }

  get taskQueue(): string {
    return this.options.taskQueue ?? defaultQueue;
  }

  /** Whether somebody sits there who can be shown progress. */
  get hasScreen(): boolean {
    return process.stderr.isTTY === true && !this.json;
  }

  /** Whether somebody sits there who can answer a question. */
  get canAsk(): boolean {
    return process.stdin.isTTY === true && this.hasScreen;
  }

  /** The result for people; nothing with `--json`. */
  print(text: string): void {
    if (!this.json) process.stdout.write(`${text}\n`);
  }

  /** The result for programs; nothing without `--json`. */
  printJson(value: unknown): void {
    if (this.json) printDocument(value);
  }

  /** What is worth knowing but no result. */
  note(text: string): void {
    process.stderr.write(`${text}\n`);
  }

  /**
   * Connects once per command. The client is loaded only here: commands that need no server start quickly.
   * @param stream where what agents show is heard, if that is known here
   */
  connect(stream?: StreamChannel): Promise<App> {
    this.app ??= import('./connect-client.js').then(({ connectClient }) => connectClient(this.options, stream));
    return this.app;
  }

  async close(): Promise<void> {
    const app = await this.app?.catch(() => undefined);
    await app?.close();
  }
}
