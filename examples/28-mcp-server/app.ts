import { pause, task, workflow } from 'perdure';
import { z } from 'zod';

const book = task('book_room', async (room: string, day: string) => `${room} on ${day}`);

// #region workflow
export const bookRoom = workflow(
  'book_meeting_room',
  {
    description: 'Books a meeting room, after the office has agreed.',
    input: z.object({ room: z.string().describe('Its name on the door.'), day: z.iso.date() }),
    output: z.object({ booked: z.boolean(), text: z.string() }),
  },
  async ({ room, day }) => {
    const { agreed } = await pause('office', {
      prompt: `May ${room} be used on ${day}?`,
      schema: z.object({ agreed: z.boolean() }),
    });
    return agreed ? { booked: true, text: await book(room, day) } : { booked: false, text: 'The office said no.' };
  },
);
// #endregion
