import { PerdureError } from '../errors.js';

/** Collects every problem of one definition, so that a person mends them all at once. */
export class OptionProblems {
  private readonly problems: string[] = [];

  constructor(
    private readonly where: string,
    private readonly code: string,
    private readonly verdict = 'cannot be defined',
  ) {}

  add(problem: string): void {
    this.problems.push(problem);
  }

  /** Runs a check that throws, and keeps its message. */
  attempt<T>(check: () => T): T | undefined {
    try {
      return check();
    } catch (error) {
      this.problems.push(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  }

  /** Notes each given option that does not exist; a misspelt option would otherwise be ignored in silence. */
  unknown(given: object, known: readonly string[]): void {
    for (const key of Object.keys(given)) {
      if (!known.includes(key)) this.add(`unknown option '${key}'; there are: ${known.join(', ')}`);
    }
  }

  /** Notes each of these options that is given and is no Standard Schema. */
  schemas(given: object, options: readonly string[]): void {
    for (const option of options) {
      const schema: unknown = (given as Record<string, unknown>)[option];
      const isObject = (typeof schema === 'object' && schema !== null) || typeof schema === 'function';
      if (schema === undefined || (isObject && '~standard' in schema)) continue;
      this.add(`${option} must be a Standard Schema (zod, valibot, arktype …)`);
    }
  }

  /** @throws PerdureError with all problems, one per line. */
  throwAny(): void {
    if (this.problems.length === 0) return;
    const list = this.problems.map((problem) => `\n  - ${problem}`).join('');
    throw new PerdureError({
      code: this.code,
      message: `${this.where} ${this.verdict}:${list}`,
      details: { problems: this.problems },
    });
  }
}
