import { pause, race, task, workflow } from 'perdure';
import { expectTypeOf } from 'vitest';

const count = task('race_count', async (text: string) => text.length);
const child = workflow('race_typed_child', async (text: string) => [text]);

const named = race({ answer: () => pause<boolean>('x'), child: () => child('a'), count: count('b') });
expectTypeOf(named).resolves.toEqualTypeOf<
  | { readonly winner: 'answer'; readonly value: boolean }
  | { readonly winner: 'child'; readonly value: string[] }
  | { readonly winner: 'count'; readonly value: number }
>();

const listed = race([() => count('a'), () => child('b')]);
expectTypeOf(listed).resolves.toEqualTypeOf<
  { readonly index: 0; readonly value: number } | { readonly index: 1; readonly value: string[] }
>();

const many: (() => Promise<number>)[] = [];
expectTypeOf(race(many)).resolves.toEqualTypeOf<{ readonly index: number; readonly value: number }>();

// @ts-expect-error a call is a promise or a function
void race({ value: 5 });
