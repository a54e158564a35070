import { context, createContextKey, propagation, ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base';
import { afterEach, describe, expect, test } from 'vitest';
import { NodeContext } from '../../telemetry/node-context.js';
import { openTracing } from '../../telemetry/index.js';

const options = { spanProcessor: new SimpleSpanProcessor(new InMemorySpanExporter()) };

afterEach(() => {
  for (const api of [context, propagation, trace]) api.disable();
});

describe('what is global in OpenTelemetry', () => {
  test('is set where nobody has: context, propagation and the provider of bodies', async () => {
    await openTracing(options);
    const key = createContextKey('who');
    await context.with(ROOT_CONTEXT.setValue(key, 'Ada'), async () => {
      await Promise.resolve();
      expect(context.active().getValue(key)).toBe('Ada');
    });
    expect(propagation.fields()).toContain('traceparent');
    expect(trace.getTracer('body').startSpan('mine').isRecording()).toBe(true);
  });

  test("stays the program's own where it has set it", async () => {
    class Own extends NodeContext {
      used = 0;
      override active(): ReturnType<NodeContext['active']> {
        this.used += 1;
        return super.active();
      }
    }
    const own = new Own();
    const provider = new BasicTracerProvider();
    provider.register({ contextManager: own });
    await openTracing(options);
    const before = own.used;
    context.active();
    expect(own.used).toBe(before + 1);
    expect(trace.getTracerProvider()).toMatchObject({ getDelegate: expect.any(Function) as unknown });
    expect((trace.getTracerProvider() as unknown as { getDelegate(): unknown }).getDelegate()).toBe(provider);
  });

  test('a bound function keeps the context it was bound in', async () => {
    const manager = new NodeContext();
    const key = createContextKey('who');
    const bound = manager.bind(ROOT_CONTEXT.setValue(key, 'Ada'), () => manager.active().getValue(key));
    expect(bound()).toBe('Ada');
    expect(manager.active().getValue(key)).toBeUndefined();
  });
});

test.each([{}, { ...options, exporter: new InMemorySpanExporter() }])('%o is refused', async (traces) => {
  await expect(openTracing(traces as never)).rejects.toMatchObject({ code: 'Telemetry.InvalidOptions' });
});
