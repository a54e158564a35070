import type { FetchPage } from '../../contract/fetch-page.js';
import { builtInTask } from '../../task/built-in-task.js';
import type { TaskDefinition } from '../../task/definition.js';

/** What comes after the request itself: the page is on its way into history. */
const milliseconds = 15_000;

/** The built-in task behind `fetchTool`, with a limit of its own beyond the request's. */
export function defineFetchPage(timeout: number, queue?: string): TaskDefinition {
  return builtInTask('perdure.web.fetch_page', {
    risk: 'read',
    retry: { maximumAttempts: 3 },
    timeout: timeout + milliseconds,
    queue,
    summary: ({ url }: FetchPage) => url,
  });
}
