import { map, parallel, PerdureError, pipeline, sleep, task, workflow } from 'perdure';

// #region parallel
export const sayHi = task('say_hi', async (name: string) => `Hi, ${name}`);
export const sayHello = task('say_hello', async (name: string) => `Hello, ${name}`);
export const sayHola = task('say_hola', async (name: string) => `Hola, ${name}`);

export const greetings = workflow('greetings', async (name: string) =>
  parallel([() => sayHi(name), () => sayHello(name), () => sayHola(name)]),
);
// #endregion

// #region pipeline
export const double = task('double', async (x: number) => x * 2);
export const addThree = task('add_three', async (x: number) => x + 3);
export const square = task('square', async (x: number) => x * x);

export const arithmetic = workflow('arithmetic', async (x: number) => pipeline(x, double, addThree, square));
// #endregion

// #region map
export const shout = task('shout', async (item: string) => item.toUpperCase());

export const shoutAll = workflow('shout_all', async (items: string[]) => shout.map(items));
// #endregion

// #region map-numbers
export const countTo = task('count_to', async (to: number) => Array.from({ length: to + 1 }, (_, i) => i));

export const countAll = workflow('count_all', async (to: number) => {
  const sequences = await map(countTo, Array.from({ length: to }).keys(), { concurrency: 5 });
  return sequences.length;
});
// #endregion

// #region settle
export const divide = task('divide', { retry: { maximumAttempts: 1 } }, async (by: number) => {
  if (by === 0) throw new PerdureError({ code: 'Math.DividedByZero', message: 'Nothing divides by zero.' });
  return 12 / by;
});

export const quotients = workflow('quotients', async (divisors: number[]) => {
  const outcomes = await map(divide, divisors, { onError: 'settle' });
  return outcomes.map((outcome) => (outcome.status === 'succeeded' ? outcome.value : outcome.status));
});
// #endregion

// #region fail
export const allOrNothing = workflow('all_or_nothing', async (by: number) =>
  // The first error cancels the sleeping branch, waits until it has ended, and is thrown.
  parallel([() => divide(by), () => sleep('1 hour').then(() => 'too late')]),
);
// #endregion

// #region children
export const greetEverybody = workflow('greet_everybody', async (names: string[]) => {
  const lists = await parallel(names.map((name) => () => greetings(name)));
  return lists.flat();
});
// #endregion
