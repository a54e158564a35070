import { runStatuses } from '../../client/index.js';
import { explainSilence } from '../runs/explain-silence.js';
import { lookAt } from '../runs/look-at.js';
import { findRun, isServed } from './find-run.js';
import { pauseRows, pauseRowSchema } from './pause-row.js';
import { runEndSchema } from './run-end.js';
import type { McpTool, ToolSettings } from './tool.js';
import { anything, answerSchema, objectSchema, type Schema, text } from './tool-schema.js';
import { waitForRun } from './wait-for-run.js';

const reads = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false };
const id: Schema = { ...text, minLength: 1, description: "The run's id." };
const textOrNull: Schema = { type: ['string', 'null'] };
const status: Schema = { ...text, enum: runStatuses };
const pauses: Schema = { type: 'array', items: pauseRowSchema };
/** As many paused runs as are asked for their questions in one call. */
const mostRuns = 100;

/** `get_result`, `get_status`, `list_pauses`, `resume`, `cancel_workflow`. */
export function runTools(settings: ToolSettings): McpTool[] {
  return [getResult(settings), getStatus(settings), listPauses(settings), resume(settings), cancelWorkflow(settings)];
}

function getResult(settings: ToolSettings): McpTool {
  return {
    spec: {
      name: 'get_result',
      title: 'Wait for the result of a run',
      description:
        'Waits for the end of a run and returns its result. Returns earlier, with its status, when the run asks a person or the time is up; the run goes on then.',
      inputSchema: objectSchema(
        {
          id,
          wait: {
            type: 'number',
            minimum: 0,
            maximum: 300,
            description: 'How many seconds to wait at most. Default 30.',
          },
        },
        ['id'],
      ),
      outputSchema: runEndSchema(undefined),
      annotations: reads,
    },
    run: async (input, call) => {
      const { description } = await findRun(settings, input['id'] as string);
      return waitForRun(settings, description.id, call, Number(input['wait'] ?? 30) * 1_000);
    },
  };
}

function getStatus(settings: ToolSettings): McpTool {
  return {
    spec: {
      name: 'get_status',
      title: 'Look at a run',
      description: 'How a run stands: its status, what it is busy with, and the questions it waits for.',
      inputSchema: objectSchema({ id }, ['id']),
      outputSchema: answerSchema(
        {
          id,
          workflow: text,
          status,
          startedAt: text,
          endedAt: textOrNull,
          doing: textOrNull,
          pauses,
          stuck: { ...textOrNull, description: 'Why it does not go on although a worker is there.' },
          url: textOrNull,
        },
        ['id', 'workflow', 'status', 'startedAt', 'endedAt', 'doing', 'pauses', 'stuck', 'url'],
      ),
      annotations: reads,
    },
    run: async (input) => {
      const { description } = await findRun(settings, input['id'] as string);
      const { workflow, status: own, startedAt, endedAt, url = null } = description;
      const isOpen = endedAt === undefined;
      const now = isOpen ? await lookAt(settings.app, description.id) : undefined;
      const open = now ? await pauseRows(settings.app, now.paused) : [];
      return {
        id: description.id,
        workflow,
        status: open.length > 0 ? 'paused' : own === 'paused' ? 'running' : own,
        startedAt: startedAt.toISOString(),
        endedAt: endedAt?.toISOString() ?? null,
        doing: now?.doing ?? null,
        pauses: open,
        stuck: now?.stuck?.message ?? null,
        url,
      };
    },
  };
}

function listPauses(settings: ToolSettings): McpTool {
  const { app } = settings;
  return {
    spec: {
      name: 'list_pauses',
      title: 'List open questions',
      description: `The questions that runs ask people and that wait for an answer: of one run, or of all (of ${mostRuns} runs at most).`,
      inputSchema: objectSchema({ id: { ...id, description: 'Of this run only.' } }, []),
      outputSchema: answerSchema({ pauses }, ['pauses']),
      annotations: reads,
    },
    run: async (input) => {
      if (input['id'] !== undefined) {
        const { description } = await findRun(settings, input['id'] as string);
        return { pauses: await pauseRows(app, (await lookAt(app, description.id)).paused) };
      }
      const found = (await app.paused()).filter((one) => isServed(settings, one)).slice(0, mostRuns);
      const places = found.map(({ id: run, workflow, openPauses: names }) => ({ run, workflow, names }));
      return { pauses: await pauseRows(app, places) };
    },
  };
}

function resume(settings: ToolSettings): McpTool {
  return {
    spec: {
      name: 'resume',
      title: 'Answer a question of a run',
      description:
        "Answers an open pause. The answer is a decision of the person in charge: ask them, unless you were told to decide. It must fit the pause's schema, and it cannot be taken back.",
      inputSchema: objectSchema(
        {
          id: { ...id, description: "The id of the run that asks: the pause's 'run'." },
          name: { ...text, minLength: 1, description: "The pause's name, as list_pauses shows it." },
          answer: { ...anything, description: "The answer, of the pause's schema." },
        },
        ['id', 'name', 'answer'],
      ),
      outputSchema: answerSchema({ id, pause: text, status: { ...text, const: 'answered' } }, [
        'id',
        'pause',
        'status',
      ]),
      annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
    },
    run: async ({ id: wanted, name, answer }) => {
      const { run } = await findRun(settings, wanted as string);
      const receipt = await run.resume(name as string, answer).catch(async (error: unknown) => {
        throw await explainSilence(settings.app, run.id, error);
      });
      return { id: run.id, pause: receipt.id, status: 'answered' };
    },
  };
}

function cancelWorkflow(settings: ToolSettings): McpTool {
  return {
    spec: {
      name: 'cancel_workflow',
      title: 'Cancel a run',
      description:
        'Asks a run to stop: its open calls are cancelled and its clean-up runs. Its end is told by get_result.',
      inputSchema: objectSchema({ id }, ['id']),
      outputSchema: answerSchema({ id, status: { ...text, const: 'cancel-requested' } }, ['id', 'status']),
      annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: true, openWorldHint: true },
    },
    run: async ({ id: wanted }) => {
      const { run } = await findRun(settings, wanted as string);
      await run.cancel();
      return { id: run.id, status: 'cancel-requested' };
    },
  };
}
