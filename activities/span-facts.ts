import { AsyncLocalStorage } from 'node:async_hooks';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { type ToolCallFacts, toolCallHeader } from '../src/contract/tool-call.js';

/** Attributes of a span, by OpenTelemetry's names for them. Never what somebody said. */
export type SpanFacts = Readonly<Record<string, string | number | string[] | undefined>>;

const listeners = new AsyncLocalStorage<(facts: SpanFacts) => void>();

/** For traces: hears what the body that runs says of its span. */
export function hearSpanFacts<T>(hear: (facts: SpanFacts) => void, run: () => T): T {
  return listeners.run(hear, run);
}

/** Says something of the span of the activity that runs; costs nothing where there are no traces. */
export function describeSpan(facts: () => SpanFacts): void {
  listeners.getStore()?.(facts());
}

/** What a model has asked for with this call, if one has. */
export function toolCallIn(headers: Readonly<Record<string, Payload>>): ToolCallFacts | undefined {
  const header = headers[toolCallHeader];
  return header && defaultPayloadConverter.fromPayload<ToolCallFacts>(header);
}
