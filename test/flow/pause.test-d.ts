import { pause } from 'perdure';
import { expectTypeOf } from 'vitest';
import { z } from 'zod';

const schema = z.object({ go: z.boolean() });

expectTypeOf(pause('x', { schema })).resolves.toEqualTypeOf<{ go: boolean }>();
expectTypeOf(pause<string>('x')).resolves.toEqualTypeOf<string>();
expectTypeOf(pause('x', { schema, timeout: '1 day' })).resolves.toEqualTypeOf<{ go: boolean }>();

// A pause that wakes by itself may give nothing.
expectTypeOf(pause('x', { schema, after: '1 day' })).resolves.toEqualTypeOf<{ go: boolean } | undefined>();
expectTypeOf(pause<string>('x', { until: new Date() })).resolves.toEqualTypeOf<string | undefined>();

// @ts-expect-error only one of the two
void pause('x', { after: '1 day', until: new Date() });
// @ts-expect-error a timed pause has no timeout
void pause('x', { after: '1 day', timeout: '1 day' });
// @ts-expect-error a timed pause has no onTimeout
void pause('x', { until: new Date(), onTimeout: 1 });
