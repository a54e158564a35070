import { OptionProblems } from '../definition/check-options.js';
import { positiveTime } from '../definition/positive-time.js';
import type { Duration } from '../duration.js';
import { PerdureError } from '../errors.js';
import type { Usage } from '../model/reply.js';
import { runtime } from '../runtime.js';

export interface BudgetOptions {
  /** Attempts of model calls, those that failed included. */
  readonly modelCalls?: number;
  readonly toolCalls?: number;
  /** Tokens in and out. */
  readonly tokens?: number;
  /** In the currency of the prices. */
  readonly cost?: number;
  /** From the first call on. */
  readonly time?: Duration;
  /** Prices per million tokens, which `cost` needs. */
  readonly prices?: { readonly input: number; readonly output: number };
}

/** What was used up so far. */
export interface Spent {
  readonly modelCalls: number;
  readonly toolCalls: number;
  readonly tokens: number;
  readonly cost: number;
  /** Milliseconds since the first call. */
  readonly time: number;
}

/** A limit shared by everything it is given to, counted for each run by itself. */
export interface Budget {
  readonly limits: Readonly<Omit<BudgetOptions, 'time' | 'prices'>> & { readonly time?: number | undefined };
  /** What this run has spent. */
  spent(): Spent;
}

interface Account {
  modelCalls: number;
  toolCalls: number;
  tokens: number;
  cost: number;
  since: number | undefined;
}

interface Purse extends Budget {
  readonly prices: { readonly input: number; readonly output: number } | undefined;
}

const known = [
  'modelCalls',
  'toolCalls',
  'tokens',
  'cost',
  'time',
  'prices',
] as const satisfies readonly (keyof BudgetOptions)[];
const counted = ['modelCalls', 'toolCalls', 'tokens', 'cost'] as const;

/**
 * A budget for models and tools; the call that would exceed it is not made and fails with `Budget.Exceeded`.
 *
 * ```ts
 * const purse = budget({ modelCalls: 20, tokens: 200_000 });
 * ```
 * @throws PerdureError `Budget.InvalidOptions`
 */
export function budget(options: BudgetOptions): Budget {
  const problems = new OptionProblems('budget', 'Budget.InvalidOptions');
  problems.unknown(options, known);
  for (const name of counted) {
    const limit = options[name];
    if (limit !== undefined && !(limit >= 0)) problems.add(`${name} must be a number of at least 0, but got ${limit}`);
  }
  if (options.cost !== undefined && options.prices === undefined) problems.add('cost needs prices');
  const { prices, ...limits } = { ...options, time: positiveTime(options.time, 'time', problems) };
  problems.throwAny();
  const made: Purse = { limits, prices, spent: () => spentOf(accountOf(made)) };
  return Object.freeze(made);
}

/**
 * Before a call: whether there is anything left.
 * @throws PerdureError `Budget.Exceeded` with what was spent
 */
export function drawOn(budget: Budget | undefined, what: 'modelCalls' | 'toolCalls'): void {
  if (budget === undefined) return;
  const account = accountOf(budget);
  account.since ??= runtime().now();
  const spent = spentOf(account);
  const used = (['tokens', 'cost', 'time'] as const).find((name) => spent[name] >= (budget.limits[name] ?? Infinity));
  const gone = spent[what] + 1 > (budget.limits[what] ?? Infinity) ? what : used;
  if (gone !== undefined) throw exceeded(gone, budget, spent);
  account[what] += 1;
}

/** After a model call: what it took, and the attempts besides the one that was counted before. */
export function charge(budget: Budget | undefined, usage: Usage | undefined, moreAttempts: number): void {
  if (budget === undefined) return;
  const account = accountOf(budget);
  const { prices } = budget as Purse;
  const { inputTokens, outputTokens } = usage ?? { inputTokens: 0, outputTokens: 0 };
  account.modelCalls += moreAttempts;
  account.tokens += inputTokens + outputTokens;
  // Without prices of its own it counts by the worker's.
  account.cost += prices ? (prices.input * inputTokens + prices.output * outputTokens) / 1_000_000 : (usage?.cost ?? 0);
}

/** How many attempts the next model call may have. */
export function attemptsLeft(budget: Budget | undefined): number {
  if (budget?.limits.modelCalls === undefined) return Infinity;
  // The first one was drawn already.
  return Math.max(1, Math.floor(budget.limits.modelCalls - accountOf(budget).modelCalls) + 1);
}

function accountOf(budget: Budget): Account {
  const accounts = runtime().state('perdure.budgets', () => new Map<Budget, Account>());
  let account = accounts.get(budget);
  if (account === undefined) {
    account = { modelCalls: 0, toolCalls: 0, tokens: 0, cost: 0, since: undefined };
    accounts.set(budget, account);
  }
  return account;
}

function spentOf({ since, ...counts }: Account): Spent {
  return { ...counts, time: since === undefined ? 0 : runtime().now() - since };
}

function exceeded(what: string, { limits }: Budget, spent: Spent): PerdureError {
  return new PerdureError({
    code: 'Budget.Exceeded',
    message: `The budget is used up: ${what} ${String(spent[what as keyof Spent])} of ${String(limits[what as keyof typeof limits])}. The next call was not made.`,
    details: { exceeded: what, limits, spent },
  });
}
