import type { RunStatus } from '../../client/index.js';
import type { Colours } from './colours.js';

/** The colour a run's status is shown in. */
export function colourOfStatus(status: RunStatus, colours: Colours): (text: string) => string {
  switch (status) {
    case 'succeeded':
    case 'continued':
      return colours.green;
    case 'running':
      return colours.cyan;
    case 'paused':
      return colours.magenta;
    case 'cancelled':
      return colours.yellow;
    default:
      return colours.red;
  }
}
