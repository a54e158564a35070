// The app of stock-worker.ts, clean-up as the guides show it, and what they show of Temporal's own API.
import { patched } from '@temporalio/workflow';
import { isCancellation, pause, task, uncancellable, workflow } from 'perdure';

export const book = task('book_room', async (room: string) => `booking of ${room}`);
export const cancelBooking = task('cancel_booking', async (booking: string) => `${booking}: cancelled`);

// #region clean-up
export const visit = workflow('visit', async (room: string) => {
  const booking = await book(room);
  try {
    return await pause<string>('arrival');
  } catch (error) {
    if (isCancellation(error)) await uncancellable(() => cancelBooking(booking));
    throw error;
  }
});
// #endregion

export const checkFraud = task('check_fraud', async (customer: string) => customer !== 'Mallory');
export const bill = task('bill', async (customer: string) => `bill for ${customer}`);

// #region patch
export const invoice = workflow('invoice', async (customer: string) => {
  // True for runs that begin now, false for those that had passed this place before the change.
  if (patched('fraud-check') && !(await checkFraud(customer))) return 'refused';
  return bill(customer);
});
// #endregion
