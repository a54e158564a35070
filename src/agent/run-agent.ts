import type { AssistantMessage, Message, ToolCallPart } from '../model/message.js';
import { textOf, toolCallsOf } from '../model/message.js';
import { addUsage, type ModelReply, noUsage, type StopReason, type Usage } from '../model/reply.js';
import { runtime } from '../runtime.js';
import type { ModelCallResult } from '../contract/model-call.js';
import { agentError } from './agent-error.js';
import { attemptsLeft, charge, drawOn } from './budget.js';
import { type Conversation, conversations } from './conversation.js';
import type { AgentDefinition } from './definition.js';
import { type Checked, guardrailFailed, type Judge, runGuardrails } from './guardrail.js';
import { findHandoff, handoffTools } from './handoff.js';
import { readOutput } from './output.js';
import type { AgentSpec, Phase } from './spec.js';
import { type Tool, toolHint, toolSource } from './tool.js';
import { runToolCalls } from './tool-round.js';
import { windowStart } from './working-memory.js';

/** What an agent's work gave. */
export interface AgentResult<T> {
  readonly output: T;
  /** What was said for this question, from the question on. */
  readonly messages: readonly Message[];
  readonly usage: Usage;
  readonly toolCalls: readonly { readonly name: string; readonly arguments: unknown; readonly isError: boolean }[];
  readonly stopReason: StopReason;
  /** Who answered: another one than was asked after a hand-off. */
  readonly agent: string;
}

const asJson = 'Give your final answer now, as JSON that fits the schema.';

/** One question's way through an agent: model, tools, model, … until there is an answer that holds. */
export class AgentRun {
  private readonly start: number;
  private usage: Usage = noUsage;
  private readonly done: { name: string; arguments: unknown; isError: boolean }[] = [];
  private tools: ReadonlyMap<string, Tool> = new Map();
  private spec: AgentSpec | undefined;
  private specDigest = '';
  private turn = 0;
  private rounds = 0;

  constructor(
    private agent: AgentDefinition,
    private readonly conversation: Conversation,
    private readonly judge: Judge,
  ) {
    this.start = conversation.messages.length;
  }

  async answer(question: string): Promise<AgentResult<unknown>> {
    this.say(question);
    await this.become(this.agent);
    for (let attempt = 1; ; attempt++) {
      const reply = await this.untilAnswer();
      const checked = await this.check(reply);
      if (checked.ok) return this.result(checked.value, reply.stopReason);
      if (attempt >= this.agent.guardrailAttempts) throw this.spent(checked);
      this.say(`${checked.feedback}\n\nAnswer again, with that mended.`);
    }
  }

  /** Model and tools in turn, until the model answers; hand-offs change who speaks. */
  private async untilAnswer(): Promise<ModelReply> {
    for (;;) {
      const { maxToolCalls, onLimit, name } = this.agent;
      const phase: Phase = this.rounds >= maxToolCalls ? 'answer' : 'turn';
      const { reply, formatted } = await this.callModel(phase);
      const calls = toolCallsOf(reply.message);
      if (reply.stopReason === 'pause' && phase === 'turn') {
        this.rounds += 1;
        continue;
      }
      if (calls.length === 0) {
        if (this.agent.output === undefined || formatted) return reply;
        this.say(asJson);
        return (await this.callModel('output')).reply;
      }
      if (phase === 'answer') return this.answerInspiteOf(reply, calls);
      this.rounds += 1;
      if (this.rounds >= maxToolCalls && onLimit === 'fail') {
        throw agentError(
          'Agent.ToolLimit',
          name,
          `it has used its ${maxToolCalls} rounds of tool calls without an answer.`,
        );
      }
      await this.runTools(calls);
    }
  }

  private async callModel(phase: Phase): Promise<ModelCallResult> {
    const { agent, conversation } = this;
    const { budget } = agent;
    drawOn(budget, 'modelCalls');
    this.turn += 1;
    const call = runtime().callModel({
      task: agent.call,
      conversation,
      spec: this.spec as AgentSpec,
      specDigest: this.specDigest,
      from: windowStart(conversation.messages, agent.workingMemory, this.start),
      turn: this.turn,
      phase,
      stream: agent.stream,
      attempts: attemptsLeft(budget),
    });
    const result = await call.catch((error: unknown) => {
      charge(budget, undefined, ((error as { readonly attempts?: number }).attempts ?? 1) - 1);
      throw error;
    });
    charge(budget, result.reply.usage, result.attempts - 1);
    this.usage = addUsage(this.usage, result.reply.usage);
    conversation.append(result.reply.message);
    for (const warning of result.reply.warnings ?? []) runtime().log.warn(warning, { agent: agent.name });
    this.refuseUnusable(result.reply);
    return result;
  }

  private async runTools(calls: readonly ToolCallPart[]): Promise<void> {
    const { agent } = this;
    const asker = { agent: agent.name, conversation: this.conversation.id };
    const results = await runToolCalls(calls, this.tools, agent.budget, asker);
    this.conversation.append({ role: 'tool', content: results });
    for (const [index, { name, arguments: given }] of calls.entries()) {
      this.done.push({ name, arguments: given, isError: results[index]?.isError === true });
    }
    if (agent.stream) {
      const place = { agent: agent.name, conversation: this.conversation.id, turn: this.turn };
      const frames = results.map(({ id, name, isError = false }) => ({
        ...place,
        type: 'tool-result' as const,
        id,
        name,
        isError,
      }));
      runtime().stream(frames);
    }
    const next = findHandoff(agent, calls);
    if (next !== undefined) await this.become(next);
  }

  /** From now on this agent speaks, with its own instructions and tools; the conversation goes on. */
  private async become(agent: AgentDefinition): Promise<void> {
    this.agent = agent;
    const user = { agent: agent.name };
    const given = await Promise.all(agent.tools.map(async (source) => source[toolSource](user)));
    const hints = await Promise.all(agent.tools.map(async (source) => source[toolHint]?.(user)));
    const tools = new Map<string, Tool>();
    for (const tool of [...given.flat(), ...handoffTools(agent)]) {
      const { name } = tool.spec;
      if (tools.has(name))
        throw agentError('Agent.InvalidTool', agent.name, `it has two tools named '${name}'.`, { tool: name });
      tools.set(name, tool);
    }
    this.tools = tools;
    this.spec = {
      provider: agent.model.provider,
      model: agent.model.model,
      instructions: [agent.instructions, ...hints.filter((hint) => hint)].join('\n\n'),
      tools: [...tools.values()].map(({ spec }) => spec),
      output: agent.output ? { name: 'answer', schema: agent.output.json } : null,
      settings: agent.settings,
    };
    this.specDigest = conversations().keep(this.spec);
  }

  private refuseUnusable({ stopReason, message }: ModelReply): void {
    const { name, settings } = this.agent;
    if (stopReason === 'refusal') {
      const words = message.content.find((part) => part.type === 'refusal')?.text ?? textOf(message);
      throw agentError('Model.Refused', name, `the model will not answer${words ? `: ${words.slice(0, 500)}` : '.'}`);
    }
    if (stopReason === 'length' && toolCallsOf(message).length === 0) {
      throw agentError(
        'Model.Truncated',
        name,
        `the reply was cut off at ${settings.maxTokens ?? 'the most'} tokens. Give it more with 'maxTokens', or ask for less.`,
      );
    }
  }

  /** It was told to answer and asks for tools all the same: its words count, its calls do not. */
  private answerInspiteOf(reply: ModelReply, calls: readonly ToolCallPart[]): ModelReply {
    const content = calls.map(({ id, name }) => ({
      type: 'tool-result' as const,
      id,
      name,
      content: [{ type: 'text' as const, text: 'Not run: all tool calls are used up.' }],
      isError: true,
    }));
    this.conversation.append({ role: 'tool', content });
    if (textOf(reply.message).trim() !== '') return reply;
    const { name, maxToolCalls } = this.agent;
    throw agentError(
      'Agent.ToolLimit',
      name,
      `after its ${maxToolCalls} rounds of tool calls it still asks for tools instead of answering.`,
    );
  }

  private async check({
    message,
  }: {
    readonly message: AssistantMessage;
  }): Promise<Checked<unknown> & { problems?: unknown }> {
    const { output, outputGuardrails } = this.agent;
    const text = textOf(message);
    const read = output ? await readOutput(output, text) : readText(text);
    return read.ok ? runGuardrails(outputGuardrails, read.value as never, this.judge) : read;
  }

  private spent(refused: Checked<unknown> & { readonly problems?: unknown }): Error {
    const { name, guardrailAttempts } = this.agent;
    const feedback = refused.ok ? '' : refused.feedback;
    if ('problems' in refused) {
      return agentError('Agent.InvalidOutput', name, `no valid output in ${guardrailAttempts} attempts. ${feedback}`, {
        problems: refused.problems,
      });
    }
    return guardrailFailed(name, 'its answer', feedback, this.lastText());
  }

  private lastText(): string {
    const last = this.conversation.messages.findLast(({ role }) => role === 'assistant');
    return last ? textOf(last) : '';
  }

  private say(text: string): void {
    this.conversation.append({ role: 'user', content: [{ type: 'text', text }] });
  }

  private result(output: unknown, stopReason: StopReason): AgentResult<unknown> {
    const { conversation, usage, done, agent } = this;
    return {
      output,
      messages: conversation.messages.slice(this.start),
      usage,
      toolCalls: done,
      stopReason,
      agent: agent.name,
    };
  }
}

/** An empty answer is none. */
function readText(text: string): Checked<string> & { readonly problems?: unknown } {
  if (text.trim() !== '') return { ok: true, value: text };
  return { ok: false, feedback: 'The reply is empty.', problems: [{ path: '', message: 'it is empty' }] };
}

/** @throws PerdureError `Guardrail.Failed`: what an agent is asked is not asked again */
export async function checkQuestion(agent: AgentDefinition, question: string, judge: Judge): Promise<string> {
  const checked = await runGuardrails(agent.inputGuardrails, question, judge);
  if (!checked.ok) throw guardrailFailed(agent.name, 'its input', checked.feedback, question);
  return checked.value;
}
