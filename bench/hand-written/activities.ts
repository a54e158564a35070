/** The twin of `step` in perdure-app.ts. */
export async function step(value: number): Promise<number> {
  return value + 1;
}
