import { DirectRuntime } from './direct-runtime.js';
import { host } from './host.js';
import type { Clock, DirectSettings } from './settings.js';

const realClock: Clock = { now: host.now, after: host.after, hold: (work) => work };

/** Secrets of direct calls come from the environment, read when asked for. */
const environment: Readonly<Record<string, string>> = new Proxy<Record<string, string>>(
  {},
  { get: (_, name) => (typeof name === 'string' ? host.environment(name) : undefined) },
);

/** What direct calls get where nothing was given: the real clock, the environment, the console. */
export const plainSettings: DirectSettings = {
  clock: realClock,
  answers: {},
  secrets: environment,
  models: {},
  log: {
    debug: (message, fields) => host.console.debug(message, fields ?? ''),
    info: (message, fields) => host.console.info(message, fields ?? ''),
    warn: (message, fields) => host.console.warn(message, fields ?? ''),
    error: (message, fields) => host.console.error(message, fields ?? ''),
  },
  publish: () => undefined,
  show: () => undefined,
  random: host.random,
};

let shared: DirectRuntime | undefined;

/** The runtime of a call in plain Node outside everything else. */
export function plainCalls(): DirectRuntime {
  return (shared ??= new DirectRuntime(plainSettings));
}
