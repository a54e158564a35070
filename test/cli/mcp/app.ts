import { pause, PerdureError, progress, task, workflow } from 'perdure';
import { z } from 'zod';

console.log('the app says something while it is loaded');

const greet = task('greet', async (name: string) => `Hello, ${name}`);

const decline = task('charge', { retry: { maximumAttempts: 1 } }, async (amount: number): Promise<string> => {
  throw new PerdureError({ code: 'Card.Declined', message: `declined for ${amount}`, details: { amount } });
});

export const order = workflow(
  'order',
  {
    description: 'Places an order.',
    input: z.object({ item: z.string().describe('What to buy.'), count: z.number().int().min(1).default(1) }),
    output: z.object({ text: z.string(), count: z.number() }),
    timeout: '1 hour',
  },
  async ({ item, count }) => ({ text: await greet(item), count }),
);

const review = z.object({ approved: z.boolean(), note: z.string().optional() });

export const publish = workflow('publish', async (draft: string) => {
  const { approved } = await pause('human_review', { prompt: 'Is it good?', data: { draft }, schema: review });
  return approved ? `published ${draft}` : null;
});

/** Waits for a child that asks. */
export const parent = workflow('parent', async () => publish('below'));

export const pay = workflow('pay', async (amount: number) => decline(amount));

export const large = workflow('large', async (size: number) => 'x'.repeat(size));

export const nothing = workflow('nothing', async () => undefined);

interface Tree {
  readonly name: string;
  readonly below: readonly Tree[];
}
const tree: z.ZodType<Tree> = z.object({
  name: z.string(),
  get below() {
    return z.array(tree);
  },
});

/** Its schemas refer to themselves, and its input is no object. */
export const prune = workflow('prune', { input: z.array(tree), output: tree }, async ([first]) => first ?? empty);
const empty: Tree = { name: 'none', below: [] };

/** Names that are no names of tools, or are taken. */
export const taken = workflow('get_result', async () => 'of the workflow');
export const dotted = workflow('shop.order:v1', async () => 'dotted');
export const underscored = workflow('shop_order_v1', async () => 'underscored');

export const endless = workflow('endless', async () => {
  progress('waiting');
  await pause('never', { timeout: '1 hour', onTimeout: null });
});

const hang = task('hang', { timeout: '5m' }, async () => new Promise(() => {}));
export const slow = workflow('slow', async () => hang());
