import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import type { ModelCallInput } from '../../src/contract/model-call.js';
import { listDefinitions } from '../../src/definition/register.js';
import { defineTask } from '../../src/task/define-task.js';
import type { TaskDefinition } from '../../src/task/definition.js';
import { runTask } from '../run-task.js';
import type { TaskServices } from '../services.js';
import { callModel } from './call-model.js';

type Activity = (...args: unknown[]) => Promise<unknown>;

/** The activity of an agent's model calls, run like a task's: heartbeats, time limits, typed failures. */
export function modelActivity(call: TaskDefinition, services: TaskServices): Activity {
  return runTask({ ...call, body: (input: ModelCallInput) => callModel(input, services.models) }, services);
}

/** Activities nobody has registered: an agent that a run made itself is known by what its call looks like. */
export function unnamedActivity(services: TaskServices, others: Activity | undefined): Activity {
  return async (...args) => {
    const { activityType } = Context.current().info;
    if (isModelCall(args[0]))
      return modelActivity(
        defineTask(activityType, {}, () => undefined),
        services,
      )(...args);
    if (others) return others(...args);
    const known = [...listDefinitions('task').keys(), ...listDefinitions('agent').keys()].sort();
    throw ApplicationFailure.create({
      type: 'NotFoundError',
      message: `Activity function ${activityType} is not registered on this Worker, available activities: ${JSON.stringify(known)}`,
    });
  };
}

function isModelCall(input: unknown): input is ModelCallInput {
  const { conversation, epoch, spec, phase } = (input ?? {}) as Partial<Record<keyof ModelCallInput, unknown>>;
  return (
    typeof conversation === 'string' &&
    typeof epoch === 'number' &&
    typeof spec === 'string' &&
    typeof phase === 'string'
  );
}
