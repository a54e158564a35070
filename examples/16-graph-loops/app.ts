import { Graph, type Outcome, pause, task, workflow } from 'perdure';

// #region loop
interface Review {
  readonly draft: string;
  readonly note?: string;
}

export const write = task('write', async (topic: string, last?: Review) =>
  last ? `${last.draft}, ${last.note}` : `A text about ${topic}`,
);

export const check = task('check', async (draft: string): Promise<Review> => {
  const missing = ['with an example', 'with a summary'].find((part) => !draft.includes(part));
  return missing ? { draft, note: missing } : { draft };
});

const needsWork = ({ note }: Review): boolean => note !== undefined;

export const articleGraph = new Graph<string>('article')
  .addNode('topic', (topic: string) => topic.trim())
  .addNode('write', write)
  .addNode('review', check)
  .addNode('publish', ({ draft }: Review) => `${draft}.`)
  .addEdge('topic', 'write')
  .addEdge('write', 'review')
  // Back to an earlier node: at most three drafts.
  .addEdge('review', 'write', { when: needsWork, maxVisits: 3 })
  .addEdge('review', 'publish', { when: (review) => !needsWork(review) })
  .startWith('topic')
  .endWith('publish');

export const article = workflow('article', async (topic: string) => articleGraph.run(topic));
// #endregion

// #region failure
export const charge = task('charge', { retry: { maximumAttempts: 1 } }, async (amount: number) => {
  if (amount > 100) throw new Error('the card was declined');
  return `receipt for ${amount}`;
});

const whyNot = (outcome: Outcome<string>): string =>
  outcome.status === 'failed' ? outcome.error.message : outcome.status;

export const paymentGraph = new Graph<number>('payment')
  .addNode('charge', charge)
  .addNode('ship', (receipt: string) => `shipped with ${receipt}`)
  .addNode('apologise', (outcome: Outcome<string>) => `sorry: ${whyNot(outcome)}`)
  .addNode('log', (outcome: Outcome<string>) => `charge ${outcome.status}`)
  .addEdge('charge', 'ship')
  .addEdge('charge', 'apologise', { on: 'failed' })
  .addEdge('charge', 'log', { on: 'settled' })
  .startWith('charge')
  .endWith('ship')
  .endWith('apologise')
  .endWith('log');

export const pay = workflow('pay', async (amount: number) => paymentGraph.run(amount));
// #endregion

// #region ask
export const proposalGraph = new Graph<string>('proposal')
  .addNode('propose', async (text: string) => pause<string>('better', { data: text, prompt: 'Empty: it is fine.' }))
  .addNode('done', (text: string) => text || 'accepted')
  .addEdge('propose', 'propose', { when: (answer) => answer !== '', maxVisits: 5 })
  .addEdge('propose', 'done', { when: (answer) => answer === '' })
  .startWith('propose')
  .endWith('done');

export const propose = workflow('propose', async (text: string) => proposalGraph.run(text));
// #endregion
