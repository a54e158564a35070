import { log, map, task, taskContext, workflow } from 'perdure';

export const priceOf = task('price_of', { cache: true }, async (item: string) => {
  taskContext().log.info('Looked up a price.', { item });
  return item.length;
});

// #region heavy
export const render = task(
  'render',
  { queue: 'example-telemetry-heavy', timeout: '1 minute' },
  async (total: number) => {
    return `Total: ${total}`;
  },
);
// #endregion

export const total = workflow('total', async (items: string[]) => {
  const prices = await map(priceOf, items);
  return prices.reduce((sum, price) => sum + price, 0);
});

export const invoice = workflow('invoice', async (items: string[]) => {
  log.info('An invoice begins.', { items: items.length });
  return render(await total(items));
});
