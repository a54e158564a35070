import { randomBytes } from 'node:crypto';
import type { Command } from 'commander';
import { onAction } from '../action.js';

/** `perdure codec key` */
export function codecKey(command: Command): void {
  command
    .summary('make a new key')
    .description('Prints a new key in the form of PERDURE_CODEC_KEYS, id:base64. It is kept nowhere.')
    .argument('[id]', "the key's id, which is readable in history (default: today's date)");
  onAction<[string | undefined]>(command, async (shell, [given]) => {
    const id = given ?? new Date().toISOString().slice(0, 10);
    const key = randomBytes(32).toString('base64');
    // An id that cannot be used shall be known now.
    const { encryption } = await import('../../codec/index.js');
    encryption({ keys: { [id]: key }, current: id });
    shell.printJson({ id, key });
    shell.print(`${id}:${key}`);
  });
}
