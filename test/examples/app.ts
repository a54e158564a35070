// Beside Temporal's own API: what the guides show of it. The stories in examples/ keep to this library's doors.
import { CancellationScope } from '@temporalio/workflow';
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
