import { setTimeout } from 'node:timers/promises';
import { PerdureError } from 'perdure';

const temporary = new Set(['Server.NotReachable', 'Run.NoWorker']);

/** Asks again while the server is away, as a program would that has to live with restarts. */
export async function stubbornly<T>(ask: () => Promise<T>, patience = 180_000): Promise<T> {
  const end = Date.now() + patience;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (Date.now() > end || !isTemporary(error)) throw error;
      await setTimeout(250);
    }
  }
}

/** Also what Temporal's client makes of a connection that breaks in the middle of a call. */
function isTemporary(error: unknown): boolean {
  if (PerdureError.is(error)) return temporary.has(error.code);
  const chain: unknown[] = [];
  for (let each: unknown = error; each instanceof Error && chain.length < 5; each = each.cause) chain.push(each);
  return chain.some((each) => [1, 4, 8, 9, 14].includes((each as { code?: number }).code ?? -1));
}
