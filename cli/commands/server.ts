import type { Command } from 'commander';
import { serverStart } from './server-start.js';
import { serverStop } from './server-stop.js';
import { serverVersion } from './server-version.js';
import { serverWhere } from './server-where.js';

/** `perdure server` */
export function server(command: Command): void {
  command.description("The Temporal dev server of this folder. Its data is kept in '.perdure/'.").helpCommand(false);
  serverStart(command.command('start'));
  serverStop(command.command('stop'));
  serverWhere(command.command('where'));
  serverVersion(command.command('version'));
}
