import { pause, saga, task, workflow } from 'perdure';

export const log: string[] = [];
const note = (what: string): string => {
  log.push(what);
  return what;
};

export const bookFlight = task('book_flight', async (to: string) => note(`flight to ${to}`));
export const cancelFlight = task('cancel_flight', async (flight: string) => note(`${flight}: cancelled`));
export const bookHotel = task('book_hotel', async (city: string) => note(`hotel in ${city}`));
export const cancelHotel = task('cancel_hotel', async (hotel: string) => note(`${hotel}: cancelled`));
export const payTrip = task('pay_trip', { retry: { maximumAttempts: 1 } }, async (euros: number) => {
  if (euros > 1_000) throw new Error('The card was declined.');
  return note(`${euros} euros paid`);
});

// #region trip
export const trip = workflow('trip', async ({ city, euros }: { city: string; euros: number }) =>
  saga(async (undo) => {
    const flight = await bookFlight(city);
    undo(() => cancelFlight(flight));
    const hotel = await bookHotel(city);
    undo(() => cancelHotel(hotel));
    await pause('confirm', { timeout: '2 days', onTimeout: true });
    return payTrip(euros);
  }),
);
// #endregion
