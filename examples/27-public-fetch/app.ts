import { agent, fetchTool, task, taskContext, workflow } from 'perdure';
import { publicFetch } from 'perdure/worker';
import { z } from 'zod';

// #region task
export const fetchPage = task(
  'fetch_page',
  { description: 'Reads a page of the web.', input: z.object({ url: z.url() }), risk: 'read' },
  async ({ url }) => {
    const { signal } = taskContext();
    const page = await publicFetch(url, { signal, maxBytes: 100_000, onTooLarge: 'truncate', allow: ownHosts() });
    const contentType = page.headers['content-type'] ?? null;
    return { status: page.status, url: page.url, contentType, text: page.text(), truncated: page.truncated };
  },
);

/** Hosts of the company's own network, as whoever runs the worker says it: `wiki.example:8080,10.0.0.7`. */
function ownHosts(): string[] {
  return (process.env.OWN_HOSTS ?? '').split(',').filter(Boolean);
}
// #endregion

export const reader = agent('reader', {
  instructions: 'You read pages and answer questions about them.',
  model: 'scripted/one',
  tools: [fetchPage],
});

export const research = workflow('research', async (question: string) => reader(question));

// #region tool
export const browser = agent('browser', {
  instructions: 'Answer from the pages you read.',
  model: 'scripted/one',
  tools: [fetchTool({ maxBytes: 50_000 })],
});
// #endregion

export const browse = workflow('browse', async (question: string) => browser(question));
