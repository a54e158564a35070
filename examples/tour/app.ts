import { readdir, readFile } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { agent, Graph, map, parallel, pause, pipeline, task, workflow } from 'perdure';
import { z } from 'zod';

/** What is known of one Markdown file. */
interface Page {
  readonly file: string;
  readonly title: string;
  readonly words: number;
  readonly problems: readonly string[];
}

const skipped = new Set(['node_modules', 'dist', '.git', '.perdure']);
const isSkipped = (path: string): boolean => path.split(sep).some((part) => skipped.has(part));

async function pagesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !isSkipped(relative(folder, path)))
    .sort();
}

export const findPages = task('find_pages', { summary: '{0}' }, async (folder: string) => pagesIn(folder));

export const readPage = task('read_page', { timeout: '30s' }, async (path: string): Promise<Page> => {
  const text = await readFile(path, 'utf8');
  const title = /^#\s+(.+)$/m.exec(text)?.[1];
  const problems = [
    ...(title === undefined ? ['no title'] : []),
    ...(text.split('```').length % 2 === 0 ? ['a code block is not closed'] : []),
    ...(text.trim() === '' ? ['empty'] : []),
  ];
  const words = text.split(/\s+/).filter(Boolean).length;
  return { file: basename(path), title: title ?? '(no title)', words, problems };
});

export const countWords = task('count_words', (pages: Page[]) => pages.reduce((sum, { words }) => sum + words, 0));
export const findLongest = task(
  'find_longest',
  (pages: Page[]) => pages.toSorted((a, b) => b.words - a.words)[0]?.file ?? 'none',
);
export const toRows = task('to_rows', (pages: Page[]) => pages.map(({ title, words }) => `${title}: ${words} words`));
export const toList = task('to_list', (rows: string[]) => rows.map((row) => `- ${row}`).join('\n'));
export const listProblems = task('list_problems', (pages: Page[]) =>
  pages.flatMap(({ file, problems }) => problems.map((problem) => `${file}: ${problem}`)),
);
export const praise = task('praise', () => 'Every page has a title and closes its code blocks.');
export const complain = task('complain', (problems: string[]) => `To mend: ${problems.join('; ')}`);

const verdict = new Graph<Page[]>('verdict')
  .addNode('inspect', listProblems)
  .addNode('clean', () => praise())
  .addNode('faulty', complain)
  .addEdge('inspect', 'clean', { when: (problems) => problems.length === 0 })
  .addEdge('inspect', 'faulty', { when: (problems) => problems.length > 0 })
  .startWith('inspect')
  .endWith('clean')
  .endWith('faulty');

export const openPage = task(
  'open_page',
  {
    description: 'The beginning of one of the pages.',
    input: z.object({ file: z.string().describe('A file name, as in the list.') }),
    risk: 'read',
    summary: '{0}',
  },
  async ({ file }) => {
    // Only what is listed can be opened, whatever a model asks for.
    const path = (await pagesIn(process.env['PERDURE_TOUR_FOLDER'] ?? '.')).find((one) => basename(one) === file);
    if (path === undefined) throw new Error(`There is no page '${file}'.`);
    return (await readFile(path, 'utf8')).slice(0, 2_000);
  },
);

/** Reads every Markdown file of a folder, adds them up, judges them, and asks a person before it reports. */
export const tour = workflow('tour', async ({ folder, model }: { folder: string; model: string }) => {
  const files = await findPages(folder);
  const pages = await map(readPage, files);
  const [words, longest, list] = await parallel([
    () => countWords(pages),
    () => findLongest(pages),
    () => pipeline(pages, toRows, toList),
  ]);
  const judgement = await verdict.run(pages);
  const librarian = agent('librarian', {
    instructions:
      'You tell people in two plain sentences what a folder of documents is about. Open a page that tells you.',
    model,
    tools: [openPage],
    maxToolCalls: 3,
    retry: { maximumAttempts: 2 },
    timeout: '1 minute',
  });
  const told = await librarian.settle(`The pages, the longest first:\n${byLength(pages)}`);
  const summary =
    told.status === 'succeeded' ? told.value : `none: ${told.status === 'failed' ? told.error.message : told.status}`;
  const review = await pause('review', {
    prompt: 'Publish this report?',
    data: { pages: pages.length, words, longest, judgement, summary },
    schema: z.object({ approved: z.boolean(), note: z.string().optional() }),
  });
  const status = review.approved ? 'published' : 'held back';
  return { status, note: review.note ?? null, pages: pages.length, words, longest, judgement, summary, list };
});

function byLength(pages: readonly Page[]): string {
  const longest = pages.toSorted((a, b) => b.words - a.words).slice(0, 20);
  return longest.map(({ file, title, words }) => `- ${file}: ${title} (${words} words)`).join('\n');
}
