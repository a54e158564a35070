import { PerdureError } from '../../src/errors.js';
import type { Json } from '../../src/json.js';
import type { AssistantMessage } from '../../src/model/message.js';
import type { ModelReply, StopReason, Usage } from '../../src/model/reply.js';
import type { ModelRequest } from '../../src/model/request.js';
import type { ModelAbilities, ModelCallContext, ModelProvider } from '../../src/ports/model-provider.js';

/** One reply: a text, tool calls, an object (as JSON), an error to throw, or a function that decides by the request. */
export type ScriptedReply =
  | string
  | Error
  | {
      readonly text?: string;
      readonly toolCalls: readonly { readonly name: string; readonly arguments: Json; readonly id?: string }[];
      readonly usage?: Usage;
    }
  | { readonly object: Json; readonly usage?: Usage }
  | { readonly text: string; readonly stopReason?: StopReason; readonly usage?: Usage }
  | ((request: ModelRequest, call: ModelCallContext) => ScriptedReply | Promise<ScriptedReply>);

/** A provider whose replies are written down beforehand. */
export interface ScriptedModel extends ModelProvider {
  /** Every request it was sent, in order. */
  readonly requests: readonly ModelRequest[];
  /** How many replies are left. */
  readonly left: number;
}

export interface ScriptedModelOptions {
  /** Default: tools, and JSON together with them. */
  readonly abilities?: ModelAbilities;
  /** What each reply costs, where it does not say so itself. Default: a quarter of a token for each character. */
  readonly usage?: Usage;
}

/**
 * A model for tests: gives its replies in order and keeps all requests. Asked for more than it was told, it fails the
 * run saying so.
 *
 * ```ts
 * const models = { scripted: scriptedModel([{ toolCalls: [{ name: 'search', arguments: { query: 'tea' } }] }, 'Tea it is.']) };
 * ```
 */
export function scriptedModel(
  replies: readonly ScriptedReply[],
  { abilities = { tools: true, output: 'native' }, usage }: ScriptedModelOptions = {},
): ScriptedModel {
  const requests: ModelRequest[] = [];
  return {
    requests,
    get left() {
      return Math.max(0, replies.length - requests.length);
    },
    abilitiesOf: () => abilities,
    async generate(request, call) {
      const number = requests.push(request);
      const scripted = number > replies.length ? tooMany(replies.length, request) : replies[number - 1];
      const reply = await settle(scripted as ScriptedReply, request, call);
      for (const part of reply.message.content) {
        if (part.type === 'text')
          for (const text of part.text.match(/[^ ]+ ?| /g) ?? []) call.onDelta({ type: 'text', text });
      }
      return { ...reply, usage: reply.usage ?? usage ?? estimate(request, reply.message) };
    },
  };
}

async function settle(reply: ScriptedReply, request: ModelRequest, call: ModelCallContext): Promise<ModelReply> {
  if (typeof reply === 'function') return settle(await reply(request, call), request, call);
  if (reply instanceof Error) throw reply;
  if (typeof reply === 'string') return said(reply, 'stop');
  if ('object' in reply) return { ...said(JSON.stringify(wrapped(reply.object, request)), 'stop'), ...usageOf(reply) };
  if (!('toolCalls' in reply)) return { ...said(reply.text, reply.stopReason ?? 'stop'), ...usageOf(reply) };
  const calls = reply.toolCalls.map(({ name, arguments: given, id }, index) => ({
    type: 'tool-call' as const,
    // As every provider does: never the same in two replies.
    id: id ?? `call_${request.messages.length}_${index + 1}`,
    name,
    arguments: given,
  }));
  const { content } = said(reply.text ?? '', 'stop').message;
  return {
    message: { role: 'assistant', content: [...content, ...calls] },
    stopReason: 'tool-calls',
    ...usageOf(reply),
  };
}

/** A result that is no object travels in one. */
function wrapped(object: Json, { output }: ModelRequest): Json {
  const properties = output?.schema['properties'] as { readonly value?: unknown } | undefined;
  const isWrapped = properties?.value !== undefined && Object.keys(properties).length === 1;
  const isObject = typeof object === 'object' && object !== null && !Array.isArray(object);
  return isWrapped && !isObject ? { value: object } : object;
}

function said(text: string, stopReason: StopReason): ModelReply {
  return { message: { role: 'assistant', content: text === '' ? [] : [{ type: 'text', text }] }, stopReason };
}

function usageOf({ usage }: { readonly usage?: Usage }): { readonly usage?: Usage } {
  return usage ? { usage } : {};
}

function estimate(request: ModelRequest, message: AssistantMessage): Usage {
  const tokens = (value: unknown): number => Math.ceil(JSON.stringify(value).length / 4);
  return { inputTokens: tokens(request.messages), outputTokens: tokens(message.content) };
}

function tooMany(told: number, { messages }: ModelRequest): PerdureError {
  const last = JSON.stringify(messages.at(-1)?.content ?? '').slice(0, 300);
  return new PerdureError({
    code: 'Model.ScriptEnded',
    message: `The scripted model was told ${told} replies and is asked for one more. The last message: ${last}`,
  });
}
