import { createParser } from 'eventsource-parser';

/** The data of each server-sent event; one that has no end is none, as the standard has it. */
export async function* readEvents(text: AsyncIterable<string>): AsyncGenerator<string> {
  const events: string[] = [];
  const parser = createParser({ onEvent: ({ data }) => events.push(data) });
  for await (const piece of text) {
    parser.feed(piece);
    yield* events.splice(0);
  }
}
