import { DefaultLogger, type LogEntry } from '@temporalio/worker';
import { installRuntime } from '../../worker/runtime/install-runtime.js';
import { createColours } from '../terminal/colours.js';
import { showInline } from '../terminal/show-value.js';

/** What the engine adds to every line, and nobody at a desk wants to read. */
const engineFields = new Set([
  'sdkComponent',
  'taskQueue',
  'namespace',
  'workflowId',
  'runId',
  'workflowRunId',
  'workflowType',
  'activityId',
  'activityType',
  'attempt',
  'isLocal',
  'taskToken',
  'durationMs',
  'error',
]);

/**
 * Shows what tasks and workflows log, and of the engine only what went wrong. Signals are left to the process.
 * @param metrics `host:port` to serve metrics at
 * @throws PerdureError `Worker.MetricsUnavailable`
 */
export function installDevLog(metrics: string | undefined): void {
  const colours = createColours(process.stderr);
  const paint = {
    ERROR: colours.red,
    WARN: colours.yellow,
    INFO: colours.cyan,
    DEBUG: colours.dim,
    TRACE: colours.dim,
  };
  const show = ({ level, message, meta = {} }: LogEntry): void => {
    const { sdkComponent, activityType, workflowType, workflowId, error } = meta as Record<string, unknown>;
    const isOfTheApp = sdkComponent === 'workflow' || sdkComponent === 'activity';
    if (!isOfTheApp && level !== 'ERROR' && level !== 'WARN') return;
    const where = [activityType ?? workflowType, workflowId].filter(Boolean).map(String).join(' ');
    const extra = Object.entries(meta).filter(([key]) => !engineFields.has(key));
    const details = extra.length === 0 ? '' : ` ${colours.dim(showInline(Object.fromEntries(extra)))}`;
    const reason = error instanceof Error ? `: ${error.message}` : '';
    process.stderr.write(`${paint[level](where === '' ? 'engine' : where)}  ${message}${reason}${details}\n`);
  };
  installRuntime(
    { metrics: metrics === undefined ? undefined : { prometheus: metrics } },
    { logger: new DefaultLogger('INFO', show), shutdownSignals: [] },
  );
}
