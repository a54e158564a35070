import { loopback } from './choose-port.js';

export interface DevServerSettings {
  readonly port: number;
  /** `undefined` for no Web UI. */
  readonly uiPort: number | undefined;
  readonly namespace: string;
  /** A file, or `undefined` for memory. */
  readonly db: string | undefined;
  /** Whether each transaction waits for the disk. */
  readonly sync: boolean;
  /** Where the Web UI has payloads decoded; `undefined` for nowhere. */
  readonly codecEndpoint?: string | undefined;
}

/**
 * Stock settings serve one shard with 20 dispatches a second (100 ms per step of a chain) and round timers up to a second. A few
 * hundred a second is the best of both ends: far higher rates make fan-outs on a file slower again.
 *
 * Timers get fewer looks: SQLite cannot use its index for the lower end of a look, and walks over every timer that is done
 * and not yet deleted. At 200 looks a second that took half of the server's time after three minutes of 20 runs a second,
 * and the backlog never went away again.
 */
const tuning: readonly string[] = [
  'history.transferProcessorMaxPollRPS=200',
  'history.timerProcessorMaxPollRPS=50',
  'history.timerProcessorMaxTimeShift="1ms"',
  // What is done stays in the database until the next checkpoint, 30 s by default.
  'history.transferProcessorUpdateAckInterval="2s"',
  'history.timerProcessorUpdateAckInterval="2s"',
  'system.enableActivityEagerExecution=true',
  'matching.useNewMatcher=true', // priorities do nothing without it
  'frontend.enableServerVersionCheck=false', // a server on the own machine need not call home
];

/** The pause of a run is listed by this attribute. */
const searchAttribute = 'PerdurePaused=KeywordList';

export function devServerArguments(settings: DevServerSettings): readonly string[] {
  const { port, uiPort, namespace, db, sync, codecEndpoint } = settings;
  const always = ['--ip', loopback, '--port', String(port), '--namespace', namespace, '--log-level', 'warn'];
  const ui = uiPort === undefined ? ['--headless'] : ['--ui-port', String(uiPort)];
  const codec = codecEndpoint === undefined ? [] : ['--ui-codec-endpoint', codecEndpoint];
  const file = db === undefined ? [] : ['--db-filename', db];
  // Survives the death of the process all the same; only a power cut may lose the last moments.
  const quickFile = db === undefined || sync ? [] : ['--sqlite-pragma', 'synchronous=0'];
  const tuned = tuning.flatMap((value) => ['--dynamic-config-value', value]);
  return [
    'server',
    'start-dev',
    ...always,
    ...ui,
    ...codec,
    ...file,
    ...quickFile,
    '--search-attribute',
    searchAttribute,
    ...tuned,
  ];
}
