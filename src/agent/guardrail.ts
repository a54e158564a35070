import { PerdureError } from '../errors.js';

/** What a check says: fine, fine with another value, or not, and why in words for the model. */
export type Verdict<T> =
  true | { readonly ok: true; readonly value?: T } | { readonly ok: false; readonly feedback: string };

/** A check in code, or a sentence that a model judges by; anything but a clear pass is a fail. */
export type Guardrail<T> = ((value: T) => Verdict<T> | Promise<Verdict<T>>) | string;

/** One check or several, in order: the first that fails stops, a replaced value goes to the next. */
export type Guardrails<T> = Guardrail<T> | readonly Guardrail<T>[];

/** Judges a value by a sentence. */
export type Judge = (criterion: string, value: unknown) => Promise<Verdict<never>>;

export type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly feedback: string };

/** Runs the checks in order. One that throws counts as failed. */
export async function runGuardrails<T>(guardrails: Guardrails<T>, value: T, judge: Judge): Promise<Checked<T>> {
  const list = (Array.isArray(guardrails) ? guardrails : [guardrails]) as readonly Guardrail<T>[];
  let current = value;
  for (const guardrail of list) {
    const verdict = await verdictOf(guardrail, current, judge);
    if (verdict === true) continue;
    if (!verdict.ok) return verdict;
    if ('value' in verdict) current = verdict.value as T;
  }
  return { ok: true, value: current };
}

async function verdictOf<T>(guardrail: Guardrail<T>, value: T, judge: Judge): Promise<Verdict<T>> {
  if (typeof guardrail === 'string') return judge(guardrail, value);
  try {
    const verdict = await guardrail(value);
    return isVerdict<T>(verdict) ? verdict : { ok: false, feedback: 'A check gave no verdict.' };
  } catch (error) {
    return { ok: false, feedback: error instanceof Error ? error.message : String(error) };
  }
}

function isVerdict<T>(verdict: unknown): verdict is Verdict<T> {
  if (verdict === true) return true;
  const { ok, feedback } = (verdict ?? {}) as { readonly ok?: unknown; readonly feedback?: unknown };
  return ok === true || (ok === false && typeof feedback === 'string');
}

/** @param value what was refused, as far as anything was: only in the details, for people */
export function guardrailFailed(agent: string, what: string, feedback: string, value: unknown): PerdureError {
  return new PerdureError({
    code: 'Guardrail.Failed',
    message: `agent '${agent}': ${what} was refused: ${feedback}`,
    details: { agent, feedback, rejected: value },
  });
}
