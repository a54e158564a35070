/** Thrown by `continueAsNew` in direct calls, where the function is simply called again. */
export class Continued extends Error {
  constructor(readonly input: unknown) {
    super('The run continues as new. Do not catch this.');
  }
}
