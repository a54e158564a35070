// Beside Temporal's own API: what the guides show of it. The stories in examples/ keep to this library's doors.
import { CancellationScope, patched } from '@temporalio/workflow';
import { isCancellation, pause, task, workflow } from 'perdure';

export const book = task('book_room', async (room: string) => `booking of ${room}`);
export const cancelBooking = task('cancel_booking', async (booking: string) => `${booking}: cancelled`);

// #region clean-up
export const visit = workflow('visit', async (room: string) => {
  const booking = await book(room);
  try {
    return await pause<string>('arrival');
  } catch (error) {
    // In a cancelled run every new call is cancelled too, except in such a scope of Temporal's own.
    if (isCancellation(error)) await CancellationScope.nonCancellable(() => cancelBooking(booking));
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
