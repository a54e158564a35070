import { Worker } from '@temporalio/worker';
import { describeStep, type HistoryStep, innermostReason, stepIn } from '../src/contract/divergence.js';
import { locateStep, type NamedEvent } from '../src/contract/locate-step.js';
import { listDefinitions } from '../src/definition/register.js';
import { PerdureError } from '../src/errors.js';
import { type BundleAppOptions, bundleApp } from './bundle-for-worker.js';
import { perdure } from './plugin.js';

/** A recorded history, as the SDK reads it: from the server, or JSON of the Temporal CLI and the Web UI. */
export type History = Parameters<typeof Worker.runReplayHistory>[1];

export interface NamedHistory {
  /** What people call it: a file, or a run's id. */
  readonly source: string;
  readonly history: History;
}

/** How today's code got through one recorded history. */
export interface Replayed {
  readonly source: string;
  readonly workflow: string;
  readonly workflowId: string;
  readonly events: number;
  /** What the code does otherwise; `undefined` if it fits. */
  readonly problem?: ReplayProblem | undefined;
}

export interface ReplayProblem {
  /** `Run.CodeMismatch`; `Workflow.NotFound` if the app has no workflow of that name. */
  readonly code: 'Run.CodeMismatch' | 'Workflow.NotFound';
  readonly message: string;
  /** The step at which code and history part, where that is known. */
  readonly step: HistoryStep | null;
}

interface Facts {
  readonly workflow: string;
  readonly workflowId: string;
  readonly events: readonly NamedEvent[];
}

/**
 * Runs recorded histories against an app's code, one after another and without a server.
 * @throws PerdureError `App.*`, `Bundle.*`
 */
export async function* replayHistories(
  options: BundleAppOptions,
  histories: Iterable<NamedHistory> | AsyncIterable<NamedHistory>,
): AsyncGenerator<Replayed> {
  // Bundled before the plugin is asked for it: what is wrong with the app is said even if there is nothing to replay.
  const workflowBundle = await bundleApp(options);
  const waiting: NamedHistory[] = [];
  const feed = async function* (): AsyncGenerator<{ history: History; workflowId: string }> {
    for await (const named of histories) {
      waiting.push(named);
      yield { history: named.history, workflowId: factsOf(named).workflowId };
    }
  };
  const results = Worker.runReplayHistories(
    { plugins: [perdure(options)], workflowBundle },
    feed() as Parameters<typeof Worker.runReplayHistories>[1],
  );
  for await (const { error } of results) {
    const named = waiting.shift();
    if (named === undefined) continue;
    const facts = factsOf(named);
    const { workflow, workflowId, events } = facts;
    const problem = error && explain(facts, error);
    yield { source: named.source, workflow, workflowId, events: events.length, problem };
  }
}

/** What is wrong, as the error a test fails with. */
export function replayError({ source, workflowId, problem }: Replayed): PerdureError | undefined {
  if (problem === undefined) return undefined;
  const { code, message, step } = problem;
  return new PerdureError({ code, message, details: { source, run: workflowId, step } });
}

/** Ids of child runs begin with their parent's, so a replay under another id would seem to diverge. */
function factsOf({ history, source }: NamedHistory): Facts {
  const { events = [] } = history as {
    readonly events?: readonly (NamedEvent & { readonly [key: string]: unknown })[];
  };
  const started = events[0]?.['workflowExecutionStartedEventAttributes'] as
    { readonly workflowId?: string; readonly workflowType?: { readonly name?: string } } | undefined;
  return { workflow: started?.workflowType?.name ?? '', workflowId: started?.workflowId || source, events };
}

/** A workflow that is gone ends its run at once with a failure; that fits only a history which ended like this. */
function unknownWorkflow({ workflow }: Facts): ReplayProblem | undefined {
  const known = [...listDefinitions('workflow').keys()];
  if (known.includes(workflow)) return undefined;
  const message = `The app has no workflow '${workflow}'. It has: ${known.join(', ') || 'none'}.`;
  return { code: 'Workflow.NotFound', message, step: null };
}

function explain(facts: Facts, { message }: Error): ReplayProblem {
  const gone = unknownWorkflow(facts);
  if (gone) return gone;
  const reason = innermostReason(message);
  const said = stepIn(reason);
  const step = said === undefined ? null : locateStep(said, facts.events);
  const place = step === null ? '' : ` at ${describeStep(step)}`;
  return {
    code: 'Run.CodeMismatch',
    message: `The code of workflow '${facts.workflow}' no longer matches this history${place}: ${reason}`,
    step,
  };
}
