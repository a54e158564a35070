import { agent, workflow, workspaceTools } from 'perdure';

// #region read
export const librarian = agent('librarian', {
  instructions: 'Answer from the notes.',
  model: 'scripted/one',
  tools: [workspaceTools('./notes')],
});
// #endregion

// #region write
export const editor = agent('editor', {
  instructions: 'Keep the notes short and free of mistakes.',
  model: 'scripted/one',
  tools: [workspaceTools('./notes', { write: true, shell: ['node'] })],
});
// #endregion

export const look = workflow('look', async (question: string) => librarian(question));
export const tidy = workflow('tidy', async (request: string) => editor(request));
