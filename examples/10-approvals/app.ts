import { PerdureError, task, workflow } from 'perdure';

// #region gate
export const pay = task(
  'pay',
  {
    approval: (_to: string, euros: number) => euros > 100,
    approvalTarget: (to) => to,
  },
  async (to: string, euros: number) => `${euros} euros to ${to}`,
);
// #endregion

interface Payment {
  readonly to: string;
  readonly euros: number;
}

// #region workflow
export const payAll = workflow('pay_all', async (payments: Payment[]) => {
  const results: string[] = [];
  for (const { to, euros } of payments) {
    try {
      results.push(await pay(to, euros));
    } catch (error) {
      if (!PerdureError.is(error, 'Task.Rejected')) throw error;
      results.push(error.message);
    }
  }
  return results;
});
// #endregion
