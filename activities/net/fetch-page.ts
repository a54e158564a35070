import type { FetchedPage, FetchPage } from '../../src/contract/fetch-page.js';
import { taskContext } from '../../src/task/task-context.js';
import { publicFetch } from './public-fetch.js';
import type { PublicResponse } from './public-response.js';

/** What is worth a model's time to read; servers that say nothing mostly send text. */
const readable = /^(text\/|application\/(.+\+)?(json|xml|yaml|javascript|x-ndjson))|^$/i;

/** The body of the task behind `fetchTool`. */
export async function fetchPage({ url, ...options }: FetchPage): Promise<FetchedPage> {
  const { signal } = taskContext();
  const page = await publicFetch(url, { ...options, onTooLarge: 'truncate', signal });
  const { status, url: from, truncated } = page;
  return { status, url: from, contentType: page.headers['content-type'] ?? null, text: textOf(page), truncated };
}

function textOf({ headers, bytes, text }: PublicResponse): string {
  const contentType = headers['content-type'] ?? '';
  return readable.test(contentType) ? text() : `(${contentType}: no text, ${bytes.byteLength} bytes)`;
}
