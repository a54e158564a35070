import type { Context } from '@temporalio/activity';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { type VariantFacts, variantHeader } from '../src/contract/variant.js';

const facts = new WeakMap<Context, VariantFacts>();

interface ActivityInput {
  readonly args: unknown[];
  readonly headers: Readonly<Record<string, Payload>>;
}

/** For the worker's activity interceptors: keeps what the call's header says of its options, where the body can ask. */
export function readVariant(context: Context): {
  readonly inbound: {
    execute(input: ActivityInput, next: (input: ActivityInput) => Promise<unknown>): Promise<unknown>;
  };
} {
  return {
    inbound: {
      execute(input, next) {
        const header = input.headers[variantHeader];
        if (header !== undefined) facts.set(context, defaultPayloadConverter.fromPayload(header));
        return next(input);
      },
    },
  };
}

export function variantOf(context: Context): VariantFacts | undefined {
  return facts.get(context);
}
