import type { Command } from 'commander';
import { codecKey } from './codec-key.js';
import { codecServe } from './codec-serve.js';

/** `perdure codec` */
export function codec(command: Command): void {
  command.description("Encryption of what Temporal's server stores, see PERDURE_CODEC_KEYS.").helpCommand(false);
  codecKey(command.command('key'));
  codecServe(command.command('serve'));
}
