let printed = false;

/**
 * The one JSON document of a command with `--json`. What comes second is not printed: a program that reads the output
 * must not find two, for example where a server ends long after its address was printed.
 */
export function printDocument(value: unknown): void {
  if (printed) return;
  printed = true;
  process.stdout.write(`${JSON.stringify(value ?? null, undefined, 2)}\n`);
}
