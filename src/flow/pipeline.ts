import { mayFailUnwatched } from '../cancellation.js';

type Stage<In, Out> = (input: In) => Out | PromiseLike<Out>;

/**
 * Runs stages one after another, each with the result of the one before; typed from left to right.
 *
 * ```ts
 * const report = await pipeline(url, fetchPage, extractText, summarise);
 * ```
 * @throws the error of the stage that failed; later stages do not run
 */
export function pipeline<A>(input: A): Promise<A>;
export function pipeline<A, B>(input: A, first: Stage<A, B>): Promise<B>;
export function pipeline<A, B, C>(input: A, first: Stage<A, B>, second: Stage<B, C>): Promise<C>;
export function pipeline<A, B, C, D>(input: A, first: Stage<A, B>, second: Stage<B, C>, third: Stage<C, D>): Promise<D>;
export function pipeline<A, B, C, D, E>(
  input: A,
  first: Stage<A, B>,
  second: Stage<B, C>,
  third: Stage<C, D>,
  fourth: Stage<D, E>,
): Promise<E>;
export function pipeline<A, B, C, D, E, F>(
  input: A,
  first: Stage<A, B>,
  second: Stage<B, C>,
  third: Stage<C, D>,
  fourth: Stage<D, E>,
  fifth: Stage<E, F>,
): Promise<F>;
export function pipeline<A, B, C, D, E, F, G>(
  input: A,
  first: Stage<A, B>,
  second: Stage<B, C>,
  third: Stage<C, D>,
  fourth: Stage<D, E>,
  fifth: Stage<E, F>,
  sixth: Stage<F, G>,
): Promise<G>;
export function pipeline<A, B, C, D, E, F, G, H>(
  input: A,
  first: Stage<A, B>,
  second: Stage<B, C>,
  third: Stage<C, D>,
  fourth: Stage<D, E>,
  fifth: Stage<E, F>,
  sixth: Stage<F, G>,
  seventh: Stage<G, H>,
): Promise<H>;
export function pipeline(input: unknown, ...stages: readonly Stage<never, unknown>[]): Promise<unknown> {
  return mayFailUnwatched(runStages(input, stages));
}

async function runStages(input: unknown, stages: readonly Stage<never, unknown>[]): Promise<unknown> {
  let value = input;
  for (const stage of stages) value = await stage(value as never);
  return value;
}
