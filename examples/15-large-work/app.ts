import { continueAsNew, map, mapPages, pause, runInfo, task, workflow } from 'perdure';

export const square = task('square', async (number: number) => number * number);

// #region map
export const sumOfSquares = workflow('sum_of_squares', async (count: number) => {
  const squares = await map(square, Array.from({ length: count }).keys());
  return squares.reduce((sum, one) => sum + one, 0);
});
// #endregion

// #region pages
interface Order {
  readonly id: number;
  readonly euros: number;
}

const orders: readonly Order[] = Array.from({ length: 25 }, (_, id) => ({ id, euros: id * 10 }));

export const listOrders = task('list_orders', async (from: number | undefined) => {
  const end = (from ?? 0) + 10;
  return { items: orders.slice(end - 10, end), next: end < orders.length ? end : null };
});

export const invoice = task('invoice', async ({ id, euros }: Order) => `invoice ${id}: ${euros} euros`);

export const invoiceAll = workflow('invoice_all', async () => {
  const invoices = await mapPages(invoice, listOrders, { concurrency: 5 });
  return invoices.length;
});
// #endregion

// #region continue
export const counter = workflow('counter', async (count: number): Promise<number> => {
  for (let total = count; ;) {
    const more = await pause<number>('add', { prompt: `The count is ${total}.` });
    if (more === 0) return total;
    total += more;
    // The input is all that goes along; the history begins anew.
    if (runInfo().continueSuggested || total % 2 === 0) return continueAsNew(total);
  }
});
// #endregion
