// The app of stock-worker.ts, and clean-up as the guides show it.
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
