import type { ChatView } from './chat-view.js';
import { printError } from '../report-error.js';
import { showValue } from '../terminal/show-value.js';

/** Replies and nothing else, for programs that read text. */
export function plainView(withStack: boolean): ChatView {
  const nothing = (): void => undefined;
  return {
    begin: nothing,
    asked: nothing,
    frame: nothing,
    busy: nothing,
    aside: nothing,
    reply: ({ output }) => {
      process.stdout.write(`${showValue(output)}\n`);
      return Promise.resolve();
    },
    failed: (error) => printError(error, withStack),
  };
}
