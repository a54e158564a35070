/** Ends the process when everything printed has left it; a long poll that nobody waits for any more does not hold it up. */
export function finish(exitCode: number): void {
  process.exitCode = exitCode;
  process.stdout.write('', () => process.stderr.write('', () => process.exit(exitCode)));
}
