/** The little of zod's interface that is used here; versions differ in the rest. */
interface Schema {
  safeParse(value: unknown): unknown;
}

interface Zod {
  readonly object: (shape: Readonly<Record<string, Schema>>) => Schema;
  readonly array: (item: Schema) => Schema;
  readonly string: () => Schema;
  readonly number: () => Schema;
}

/**
 * Goes into the bundle; called for every module of zod, only some of which make schemas. zod sets its defaults (locale,
 * memoizer) when the first schema is made; a copy shared between runs is frozen right after it was loaded, so the
 * first schema has to be made here.
 */
export function warmZod(module: unknown): void {
  const z = module as Partial<Zod>;
  if (!z.object || !z.array || !z.string || !z.number) return;
  try {
    const schema = z.object({ text: z.string(), list: z.array(z.number()) });
    schema.safeParse({ text: '', list: [1] });
    schema.safeParse({});
  } catch {
    // Not the zod we know: it then has to live with being frozen as it was loaded.
  }
}
