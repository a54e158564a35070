import { defaultPayloadConverter } from '@temporalio/common';
import type { WorkflowInterceptors, WorkflowOutboundCallsInterceptor } from '@temporalio/workflow';
import { type VariantFacts, variantHeader } from '../src/contract/variant.js';

const slot = Symbol.for('perdure.variant');

/** Options of one call with what its variant says; a symbol survives interceptors that copy options. */
export function withVariantFacts<O extends object>(options: O, facts: VariantFacts | undefined): O {
  return facts === undefined ? options : { ...options, [slot]: facts };
}

const outbound: WorkflowOutboundCallsInterceptor = {
  scheduleActivity: (input, next) => next(addHeader(input)),
  scheduleLocalActivity: (input, next) => next(addHeader(input)),
};

/** Headers are an interceptor's matter, so this one travels with every bundle. */
export const interceptors = (): WorkflowInterceptors => ({ outbound: [outbound] });

function addHeader<I extends { readonly options: object; readonly headers: object }>(input: I): I {
  const facts = (input.options as { readonly [slot]?: VariantFacts })[slot];
  if (facts === undefined) return input;
  return { ...input, headers: { ...input.headers, [variantHeader]: defaultPayloadConverter.toPayload(facts) } };
}
