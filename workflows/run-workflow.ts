import { setHandler, defineQuery, defineSignal, defineUpdate } from '@temporalio/workflow';
import {
  type OpenPause,
  pausesQuery,
  type ResumeReceipt,
  resumeName,
  type ResumeRequest,
} from '../src/contract/control.js';
import { graphsQuery, type GraphView } from '../src/contract/graphs.js';
import { type ConversationPage, conversationQuery, type ConversationRequest } from '../src/contract/model-call.js';
import { PerdureError } from '../src/errors.js';
import type { WorkflowDefinition } from '../src/workflow/definition.js';
import { runDefinition } from '../src/workflow/run-definition.js';
import { conversationPage } from './conversation-pages.js';
import { payloadLimitOfRun } from './large-payloads.js';
import { runState } from './run-state.js';
import { temporalRuntime } from './temporal-runtime.js';
import { toFailure, toTemporal } from './to-temporal.js';

const resumeUpdate = defineUpdate<ResumeReceipt, [ResumeRequest]>(resumeName);
const resumeSignal = defineSignal<[ResumeRequest]>(resumeName);
const pauses = defineQuery<OpenPause[]>(pausesQuery);
const graphs = defineQuery<GraphView[]>(graphsQuery);
const conversation = defineQuery<ConversationPage, [ConversationRequest]>(conversationQuery);
const started = Symbol.for('perdure.started');

/** Runs a workflow as a Temporal run: handlers first, then user code, and every end as a typed failure or a result. */
export async function runWorkflow(definition: WorkflowDefinition, input: unknown): Promise<unknown> {
  const state = runState();
  listen();
  (globalThis as { [started]?: boolean })[started] = true;
  try {
    return await runDefinition(definition, input, temporalRuntime.runInfo(), payloadLimitOfRun);
  } catch (error) {
    throw toTemporal(error);
  } finally {
    const waiting = state.pauses.end();
    if (waiting !== undefined) await waiting;
  }
}

/** Before user code, so that an answer which arrives with the very first workflow task finds its handler. */
function listen(): void {
  const state = runState().pauses;
  setHandler(
    resumeUpdate,
    (request) =>
      state.answer(request.name, request.value).catch((error: unknown) => {
        throw toFailure(error);
      }),
    {
      description: 'Answers a pause: { name, value }.',
      validator: (request) => {
        try {
          checkRequest(request);
          state.check(request);
        } catch (error) {
          throw toFailure(error);
        }
      },
    },
  );
  setHandler(
    resumeSignal,
    async (request) => {
      if (isRequest(request)) await state.answerBySignal(request.name, request.value);
    },
    { description: 'Answers a pause without waiting: { name, value }.' },
  );
  setHandler(pauses, () => state.list(), { description: 'The pauses that are open now.' });
  setHandler(conversation, conversationPage, {
    description: 'Messages of an agent, for the worker that calls its model.',
  });
  setHandler(graphs, () => runState().graphs.list(), {
    description: 'The graphs of the run, with the state of each node.',
  });
}

function isRequest(request: unknown): request is ResumeRequest {
  return typeof request === 'object' && request !== null && typeof (request as ResumeRequest).name === 'string';
}

function checkRequest(request: unknown): void {
  if (isRequest(request)) return;
  throw new PerdureError({
    code: 'Pause.InvalidAnswer',
    message: 'resume takes one argument of the form { "name": "<pause>", "value": <any JSON> }.',
  });
}
