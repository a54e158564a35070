// The same app a step further: a hand-written workflow under the name its runs have.
import { workflow } from 'perdure';
import { settle } from './hand-written.js';

// #region wrap
export const settled = workflow('settle', settle);
// #endregion
