import { agent, longTermMemory, workflow } from 'perdure';

// #region agent
const facts = longTermMemory({ store: 'facts' });

const host = agent('host', {
  instructions: 'You run a small tea house. Remember what guests like.',
  model: 'scripted/host',
  longTermMemory: facts,
});

export const talk = workflow('talk', async (words: string) => host(words));
// #endregion

// #region scope
export const talkTo = workflow('talk_to', async ({ guest, words }: { guest: string; words: string }) => {
  const ofGuest = longTermMemory({ store: 'facts', scope: `guest:${guest}` });
  return host.withOptions({ longTermMemory: ofGuest })(words);
});
// #endregion

// #region workflow
export const move = workflow('move', async (guest: string) => {
  const ofGuest = longTermMemory({ store: 'facts', scope: `guest:${guest}`, agent: 'host' });
  const known = await ofGuest.recall(); // { favourite: 'green tea' }
  const favourite = await ofGuest.recall('favourite'); // 'green tea', or undefined
  await ofGuest.memorize('seat', { room: 'garden', table: 4 });
  await ofGuest.forget('favourite');
  return { known, favourite, keys: await ofGuest.keys(), scopes: await ofGuest.scopes() };
});
// #endregion
