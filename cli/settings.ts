/** Options every command has. */
export interface GlobalOptions {
  readonly address?: string;
  readonly namespace?: string;
  readonly taskQueue?: string;
  readonly json?: boolean;
  readonly debug?: boolean;
}

export const defaultQueue = 'main';

/** The global options as they must be repeated in a command line shown to a person, so that it reaches the same run. */
export function repeatedOptions({ address, namespace }: GlobalOptions): string {
  const parts = [
    address === undefined ? [] : ['--address', address],
    namespace === undefined ? [] : ['--namespace', namespace],
  ];
  return parts.map((part) => part.map((word) => ` ${word}`).join('')).join('');
}
