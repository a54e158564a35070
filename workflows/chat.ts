import {
  allHandlersFinished,
  CancellationScope,
  condition,
  defineQuery,
  defineUpdate,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { ChatSession } from '../src/agent/chat-session.js';
import {
  type ChatEnd,
  type ChatInput,
  chatQuery,
  type ChatReply,
  type ChatRequest,
  type ChatState,
  chatWorkflow,
  endUpdate,
  sayUpdate,
} from '../src/contract/chat.js';
import { toMilliseconds } from '../src/duration.js';
import { PerdureError } from '../src/errors.js';
import { runtime } from '../src/runtime.js';
import type { WorkflowDefinition } from '../src/workflow/definition.js';
import { fromTemporal } from './from-temporal.js';
import { toFailure } from './to-temporal.js';

/** The built-in workflow in which somebody talks with an agent for as long as they like. */
export const definition: WorkflowDefinition = Object.freeze({
  name: chatWorkflow,
  run: (input: ChatInput) => new Chat(input).untilEnd(),
  description: 'A chat with an agent.',
  input: undefined,
  output: undefined,
  timeout: undefined,
  queue: undefined,
  retry: undefined,
});

const say = defineUpdate<ChatReply, [ChatRequest]>(sayUpdate);
const end = defineUpdate<null>(endUpdate);
const state = defineQuery<ChatState>(chatQuery);
const usualIdleTimeout = '1 day';

class Chat {
  private readonly session: ChatSession;
  private readonly idleTimeout: number;
  private readonly turnsBefore: number;
  private lastHeard = Date.now();
  private open = 0;
  private isOver = false;

  /** @throws PerdureError `Workflow.InvalidInput`, `Agent.NotFound`, `Duration.Invalid` */
  constructor(private readonly input: ChatInput) {
    if (typeof (input as Partial<ChatInput> | undefined)?.agent !== 'string') throw invalidInput();
    this.idleTimeout = toMilliseconds(input.idleTimeout ?? usualIdleTimeout, 'idleTimeout');
    this.session = new ChatSession(input.agent, input.carried);
    this.turnsBefore = this.session.turns;
    this.listen();
  }

  async untilEnd(): Promise<ChatEnd> {
    try {
      for (;;) {
        if (this.mayGoOnElsewhere()) return await runtime().continueAsNew(this.next());
        if (allHandlersFinished()) {
          if (this.isOver) return this.ended('ended');
          if (this.idleLeft() <= 0) return this.ended('idle');
        }
        await this.somethingToDo();
      }
    } catch (error) {
      // Whoever waits for an answer is told before the run ends.
      await CancellationScope.nonCancellable(() => condition(allHandlersFinished));
      throw fromTemporal(error);
    }
  }

  /** One timer for many messages: it begins anew when it is over, not with each of them. */
  private async somethingToDo(): Promise<void> {
    const left = this.idleLeft();
    if (left <= 0 || this.isOver) await condition(allHandlersFinished);
    else await condition(() => this.mayGoOnElsewhere() || (this.isOver && allHandlersFinished()), left);
  }

  private idleLeft(): number {
    return this.lastHeard + this.idleTimeout - Date.now();
  }

  private listen(): void {
    setHandler(say, (request) => this.answer(request), {
      description: 'Says something to the agent: { text }. Answers with its reply.',
      validator: (request) => this.refuse(request),
    });
    setHandler(
      end,
      () => {
        this.isOver = true;
        return null;
      },
      { description: 'Ends the chat.' },
    );
    setHandler(state, () => this.describe(), { description: 'How the chat stands.' });
  }

  private async answer({ text }: ChatRequest): Promise<ChatReply> {
    this.open += 1;
    try {
      return await this.session.say(text);
    } catch (error) {
      throw toFailure(error);
    } finally {
      this.open -= 1;
      this.lastHeard = Date.now();
    }
  }

  private refuse(request: unknown): void {
    const { text } = (request ?? {}) as Partial<Record<keyof ChatRequest, unknown>>;
    if (typeof text !== 'string' || text.trim() === '') throw toFailure(invalidMessage());
    if (this.isOver) throw toFailure(over());
    if (this.mustGoOnElsewhere()) throw toFailure(moving());
  }

  /** History is long: this run ends as soon as all that was said to it is answered. */
  private mustGoOnElsewhere(): boolean {
    const { continueAsNewSuggested, historyLength } = workflowInfo();
    const isLong = continueAsNewSuggested || historyLength >= (this.input.maxEvents ?? Number.POSITIVE_INFINITY);
    // A run that has answered nothing would do no better the next time.
    return isLong && this.session.turns > this.turnsBefore;
  }

  private mayGoOnElsewhere(): boolean {
    return !this.isOver && this.mustGoOnElsewhere() && allHandlersFinished();
  }

  private next(): ChatInput {
    return { ...this.input, carried: this.session.carry() };
  }

  private describe(): ChatState {
    const { turns, usage, conversation, speakerName } = this.session;
    return {
      agent: this.input.agent,
      speaker: speakerName,
      conversation: conversation.id,
      turns,
      usage,
      open: this.open,
    };
  }

  private ended(reason: ChatEnd['reason']): ChatEnd {
    const { turns, usage } = this.session;
    return { agent: this.input.agent, reason, turns, usage };
  }
}

function invalidInput(): PerdureError {
  return new PerdureError({
    code: 'Workflow.InvalidInput',
    message: `The input of workflow '${chatWorkflow}' must name an agent: { "agent": "<name>" }.`,
  });
}

function invalidMessage(): PerdureError {
  return new PerdureError({
    code: 'Chat.InvalidMessage',
    message: `${sayUpdate} takes one argument of the form { "text": "<what is said>" }; the text must not be empty.`,
  });
}

function over(): PerdureError {
  return new PerdureError({ code: 'Chat.Ended', message: 'The chat has been ended. Begin another one.' });
}

function moving(): PerdureError {
  return new PerdureError({
    code: 'Chat.Moving',
    message: 'The chat is about to go on in a new run. Say it again in a moment.',
    retryable: true,
  });
}
