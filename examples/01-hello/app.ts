// #region definitions
import { task, workflow } from 'perdure';

export const greet = task('greet', async (name: string) => `Hello, ${name}!`);

export const hello = workflow('hello', async (name: string) => greet(name));
// #endregion
