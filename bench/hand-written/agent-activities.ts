import { page } from '../page.js';
import type { Said } from './agents.js';

/** The twin of the provider in perdure-agents.ts. */
async function reader(transcript: readonly Said[]): Promise<Said> {
  const wanted = Number(/Read (\d+) pages/.exec(transcript[0]?.text ?? '')?.[1]);
  const read = transcript.filter(({ role }) => role === 'tool').length;
  if (read >= wanted) return { role: 'assistant', text: 'done' };
  return { role: 'assistant', text: '', call: { id: `call_${read}`, page: read } };
}

// Under the name the tool has in history.
async function fetch_page({ page: number }: { readonly page: number }): Promise<string> {
  return page(number);
}

export const agentActivities = { reader, fetch_page };
