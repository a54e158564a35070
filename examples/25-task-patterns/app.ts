import { Graph, map, parallel, pipeline, task, workflow } from 'perdure';

// #region groups
export const fetchPage = task('fetch_page', async (address: string) => `page of ${address}`);
export const summarise = task('summarise', async (text: string) => text.length);

// A group ends before the next one begins, so never more than one kind of work is under way.
export const inGroups = workflow('in_groups', async (addresses: string[]) => {
  const pages = await parallel(addresses.map((address) => () => fetchPage(address)));
  return parallel(pages.map((page) => () => summarise(page)));
});
// #endregion

// #region limit
export const resize = task('resize', async (picture: string) => `${picture}, small`);
export const rename = task('rename', async (picture: string) => `${picture}, renamed`);

// Work that takes much memory: two at a time, whatever there is to do.
export const mixed = workflow('mixed', async (picture: string) =>
  parallel([() => resize(picture), () => rename(picture), () => resize(`${picture} 2`)], { concurrency: 2 }),
);
// #endregion

// #region granularity
export const check = task('check', async (text: string) => {
  if (text.trim() === '') throw new Error('There is nothing to do.');
  return text.trim().toLowerCase(); // checks and cleans in one step: no result between them is worth keeping
});
export const countWords = task('count_words', async (text: string) => text.split(/\s+/).length);
export const save = task('save', async (words: number) => ({ saved: words }));

export const ingest = workflow('ingest', async (text: string) => pipeline(text, check, countWords, save));
// #endregion

// #region batches
export const shout = task('shout', async (item: string) => item.toUpperCase());

// `map` takes large lists as they are: it sends them in parts, and keeps their order.
export const inBatches = workflow('in_batches', async (items: string[]) => map(shout, items, { concurrency: 100 }));
// #endregion

// #region store
export const store = task('store', async (items: readonly string[]) => items.length);

// Each batch is put away before the next one is read, so the run never holds them all.
export const storing = workflow('storing', async (items: string[]) => {
  let stored = 0;
  for (let from = 0; from < items.length; from += 10) {
    stored += await store(await shout.map(items.slice(from, from + 10)));
  }
  return stored;
});
// #endregion

// #region graph
interface Row {
  readonly id: string;
  readonly euros: number;
}

export const quickCheck = task('quick_check', async (row: Row) => ({ row, valid: row.euros > 0 }));
export const heavyWork = task('heavy_work', async (checked: { row: Row }) => `${checked.row.id}: done`);
export const explain = task('explain', async (checked: { row: Row }) => `${checked.row.id}: no amount`);

// The light step comes first, and conditions leave out what is not needed.
export const optimizedGraph = new Graph<Row>('optimized_flow')
  .addNode('check', quickCheck)
  .addNode('work', heavyWork)
  .addNode('explain', explain)
  .addEdge('check', 'work', { when: ({ valid }) => valid })
  .addEdge('check', 'explain', { when: ({ valid }) => !valid })
  .startWith('check')
  .endWith('work')
  .endWith('explain');

export const optimized = workflow('optimized', async (row: Row) => optimizedGraph.run(row));
// #endregion
