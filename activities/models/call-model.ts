import { Context } from '@temporalio/activity';
import { buildRequest } from '../../src/agent/build-request.js';
import { describeError } from '../../src/contract/failure.js';
import type { ModelCallInput, ModelCallResult } from '../../src/contract/model-call.js';
import { withCost } from '../../src/model/cost.js';
import { findProvider, refuseTools } from '../../src/model/find-provider.js';
import { taskContext } from '../../src/task/task-context.js';
import { modelCallFacts, replyFacts } from '../gen-ai-facts.js';
import { describeSpan } from '../span-facts.js';
import { SecretHider } from '../secrets/hide-secrets.js';
import { type DeltaStream, showDeltas } from '../streams/delta-stream.js';
import type { ModelServices } from './model-services.js';
import { readConversation } from './read-conversation.js';
import { withWatchdog } from './watchdog.js';

/** The body of a model call's activity: reads what was said, calls the provider once, and keeps the reply at hand. */
export async function callModel(input: ModelCallInput, services: ModelServices): Promise<ModelCallResult> {
  const { name, signal } = taskContext();
  const { info } = Context.current();
  const { workflowExecution: run } = info;
  if (run === undefined) throw new Error('A model call belongs to a run.');
  const { spec, messages } = await readConversation(services.conversations, input, run);
  const provider = findProvider(services.providers, spec.provider, `agent '${name}'`);
  refuseTools(provider, spec.model, spec.tools.length, `agent '${name}'`);
  const { request, formatted } = buildRequest(spec, messages, input.phase, provider.abilitiesOf(spec.model));
  const keys: Record<string, string> = {};
  const secret = async (wanted: string): Promise<string | undefined> => {
    const value = await services.secret(wanted);
    if (value) keys[wanted] = value;
    return value;
  };
  const { conversation } = input;
  describeSpan(() => modelCallFacts({ agent: name, run: run.workflowId, conversation, spec }));
  const shown = input.stream ? show(input, services) : undefined;
  const reply = await withWatchdog(signal, (watched, alive) =>
    provider.generate(request, {
      signal: watched,
      secret,
      onDelta(delta) {
        alive();
        shown?.delta(delta);
      },
    }),
  ).catch(async (error: unknown) => {
    await shown?.abandon();
    describeSpan(() => ({ 'error.type': describeError(error).code }));
    // Libraries put headers and requests into their errors; a key shall not get into history by that way.
    throw error instanceof Error ? new SecretHider(keys).failure(error) : error;
  });
  await shown?.end(reply);
  const price = services.prices[`${spec.provider}/${spec.model}`];
  const priced = reply.usage ? { ...reply, usage: withCost(reply.usage, price) } : reply;
  describeSpan(() => replyFacts(priced));
  return { reply: priced, formatted, attempts: info.attempt };
}

function show({ conversation, turn }: ModelCallInput, { stream: channel, streamFailed }: ModelServices): DeltaStream {
  const { activityType: agent, attempt, workflowExecution } = Context.current().info;
  const run = workflowExecution?.workflowId ?? '';
  return showDeltas({ channel, run, place: { agent, conversation, turn }, attempt, failed: streamFailed });
}
