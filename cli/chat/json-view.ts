import type { ChatView } from './chat-view.js';
import { errorToJson, printError } from '../report-error.js';

/** Everything that happens as lines of JSON: `chat`, `frame`, `reply`, `error`, `paused`, `end`. */
export function jsonView(withStack: boolean): ChatView {
  const nothing = (): void => undefined;
  return {
    begin: ({ run, agent, turns, isJoined }) =>
      printLine('chat', { id: run.id, agent, turns, joined: isJoined, url: run.url ?? null }),
    asked: nothing,
    frame: (event) => printLine('frame', event),
    busy: nothing,
    aside: nothing,
    reply: (reply) => Promise.resolve(printLine('reply', reply)),
    failed: (error) => {
      printLine('error', { error: errorToJson(error) });
      printError(error, withStack);
    },
  };
}

/** One line of JSON. */
export function printLine(type: string, facts: object): void {
  process.stdout.write(`${JSON.stringify({ type, ...facts })}\n`);
}
