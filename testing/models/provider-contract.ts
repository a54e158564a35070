import assert from 'node:assert/strict';
import { PerdureError } from '../../src/errors.js';
import type { Json } from '../../src/json.js';
import { type Message, textOf, toolCallsOf } from '../../src/model/message.js';
import type { ModelReply, Usage } from '../../src/model/reply.js';
import type { ModelRequest } from '../../src/model/request.js';
import type { Delta, ModelProvider } from '../../src/ports/model-provider.js';

/** What the next call meets, in neutral words; each provider's tests say it in that provider's own. */
export type Situation =
  | { readonly kind: 'text'; readonly pieces: readonly string[]; readonly usage: Usage }
  | {
      readonly kind: 'tool-calls';
      readonly calls: readonly { readonly name: string; readonly arguments: Json }[];
      readonly text?: string;
    }
  /** The arguments of a call break off in the middle, and the reply ends properly. */
  | { readonly kind: 'broken-arguments'; readonly name: string; readonly argumentsText: string }
  | { readonly kind: 'cut-at-limit'; readonly text: string }
  | { readonly kind: 'refusal'; readonly text: string }
  /** The stream ends without the provider's own last word, or the connection breaks in the middle. */
  | { readonly kind: 'truncated' | 'dropped'; readonly text: string }
  /** The provider says in the middle of its stream that it is overloaded. */
  | { readonly kind: 'overloaded-in-stream'; readonly text: string }
  /** A proxy answers 200 with a page of its own. */
  | { readonly kind: 'not-a-stream' }
  /** Some text, then nothing more, for ever. */
  | { readonly kind: 'silence'; readonly text: string }
  | { readonly kind: 'rate-limit'; readonly seconds: number }
  | {
      readonly kind: 'overloaded' | 'server-error' | 'quota' | 'bad-key' | 'bad-request' | 'not-found' | 'too-long';
    };

/** A provider under test. */
export interface ContractSubject {
  readonly provider: ModelProvider;
  readonly model: string;
  /** Prepares what the next call meets; `false` if this provider has no such thing. */
  prepare(situation: Situation): boolean;
  close(): Promise<void>;
}

/** One promise of the contract; rejects if it is not kept. `skipped`: the provider has no such thing. */
export interface ContractCheck {
  readonly name: string;
  readonly run: () => Promise<'kept' | 'skipped'>;
}

const usage: Usage = { inputTokens: 12, outputTokens: 7 };
const search = {
  name: 'search',
  description: 'Searches.',
  inputSchema: { type: 'object', properties: { query: { type: 'string' } }, required: ['query'] },
};
const question: Message = { role: 'user', content: [{ type: 'text', text: 'What is there?' }] };

/**
 * What every model provider has to keep, for any test runner:
 *
 * ```ts
 * for (const { name, run } of providerContract(open)) test(name, run);
 * ```
 */
export function providerContract(open: () => Promise<ContractSubject>): readonly ContractCheck[] {
  const check = (
    name: string,
    situation: Situation,
    body: (subject: ContractSubject, call: (request?: Partial<ModelRequest>) => Promise<Called>) => Promise<void>,
  ): ContractCheck => ({
    name,
    async run() {
      const subject = await open();
      try {
        if (!subject.prepare(situation)) return 'skipped';
        await body(subject, (request) => callOf(subject, request));
        return 'kept';
      } finally {
        await subject.close();
      }
    },
  });

  const fails = (name: string, situation: Situation, code: string, retryable: boolean): ContractCheck =>
    check(name, situation, async (_, call) => {
      const error = await failureOf(call());
      assert.equal(error.code, code);
      assert.equal(error.retryable, retryable, `${code} retryable`);
      assert.ok(error.message.length > 10, 'the message says something');
    });

  return [
    check(
      'a text comes whole, with its usage, and in pieces',
      { kind: 'text', pieces: ['Good ', 'day', '.'], usage },
      async (_, call) => {
        const { reply, deltas } = await call();
        assert.equal(textOf(reply.message), 'Good day.');
        assert.equal(reply.stopReason, 'stop');
        assert.deepEqual({ inputTokens: reply.usage?.inputTokens, outputTokens: reply.usage?.outputTokens }, usage);
        assert.equal(deltas.flatMap((delta) => (delta.type === 'text' ? [delta.text] : [])).join(''), 'Good day.');
      },
    ),
    check(
      'several tool calls come with arguments and ids of their own',
      {
        kind: 'tool-calls',
        text: 'I look.',
        calls: [
          { name: 'search', arguments: { query: 'tea' } },
          { name: 'search', arguments: { query: 'cake', deep: { list: [1, 'two', null] } } },
        ],
      },
      async (_, call) => {
        const { reply } = await call({ tools: [search] });
        const calls = toolCallsOf(reply.message);
        assert.equal(reply.stopReason, 'tool-calls');
        assert.deepEqual(
          calls.map((one) => one.arguments),
          [{ query: 'tea' }, { query: 'cake', deep: { list: [1, 'two', null] } }],
        );
        assert.equal(new Set(calls.map(({ id }) => id)).size, 2);
        assert.equal(textOf(reply.message), 'I look.');
      },
    ),
    check(
      'a reply goes back as JSON with the results of its tools',
      { kind: 'tool-calls', calls: [{ name: 'search', arguments: { query: 'tea' } }] },
      async (subject, call) => {
        const { reply } = await call({ tools: [search] });
        const [asked] = toolCallsOf(reply.message);
        const message = JSON.parse(JSON.stringify(reply.message)) as Message;
        const result: Message = {
          role: 'tool',
          content: [
            { type: 'tool-result', id: asked!.id, name: 'search', content: [{ type: 'text', text: 'Green tea.' }] },
          ],
        };
        assert.ok(subject.prepare({ kind: 'text', pieces: ['Green.'], usage }));
        const second = await call({ messages: [question, message, result], tools: [search] });
        assert.equal(textOf(second.reply.message), 'Green.');
      },
    ),
    check(
      'arguments that are no JSON are kept apart, never replaced by an empty object',
      { kind: 'broken-arguments', name: 'search', argumentsText: '{"query": "te' },
      async (_, call) => {
        const { reply } = await call({ tools: [search] });
        const [asked] = toolCallsOf(reply.message);
        assert.equal(typeof asked?.invalid, 'string');
        assert.equal(asked?.arguments, null);
      },
    ),
    check('a reply cut at the limit says so', { kind: 'cut-at-limit', text: 'Once upon a' }, async (_, call) => {
      const { reply } = await call();
      assert.equal(reply.stopReason, 'length');
      assert.equal(textOf(reply.message), 'Once upon a');
    }),
    check('a refusal is told from an answer', { kind: 'refusal', text: 'I will not.' }, async (_, call) => {
      const { reply } = await call();
      assert.equal(reply.stopReason, 'refusal');
    }),
    fails(
      'a stream without its last word is truncated',
      { kind: 'truncated', text: 'Once upon' },
      'Model.Truncated',
      true,
    ),
    check('a connection that breaks may be tried again', { kind: 'dropped', text: 'Once upon' }, async (_, call) => {
      const error = await failureOf(call());
      assert.match(error.code, /^Model\.(Unavailable|Truncated)$/);
      assert.equal(error.retryable, true);
    }),
    fails(
      'an error in the stream is an error',
      { kind: 'overloaded-in-stream', text: 'Once' },
      'Model.Overloaded',
      true,
    ),
    check('an answer that is no stream is no empty reply', { kind: 'not-a-stream' }, async (_, call) => {
      const error = await failureOf(call());
      assert.match(error.code, /^Model\.(Unavailable|Truncated)$/);
      assert.equal(error.retryable, true);
    }),
    check('a rate limit tells how long to wait', { kind: 'rate-limit', seconds: 17 }, async (_, call) => {
      const error = await failureOf(call());
      assert.equal(error.code, 'Model.RateLimit');
      assert.equal(error.retryable, true);
      assert.equal((error as PerdureError & { retryAfter?: number }).retryAfter, 17_000);
    }),
    fails('an overloaded provider may be asked again', { kind: 'overloaded' }, 'Model.Overloaded', true),
    fails('a broken server may be asked again', { kind: 'server-error' }, 'Model.Unavailable', true),
    fails('a quota that is used up is final', { kind: 'quota' }, 'Model.Quota', false),
    fails('a key that is not accepted is final', { kind: 'bad-key' }, 'Model.Authentication', false),
    fails('a request that is not accepted is final', { kind: 'bad-request' }, 'Model.InvalidRequest', false),
    fails('a model that is not there is final', { kind: 'not-found' }, 'Model.InvalidRequest', false),
    fails(
      'a conversation that is too long is final, and told apart',
      { kind: 'too-long' },
      'Model.ContextTooLong',
      false,
    ),
    check(
      'a call that is cancelled in mid-stream ends at once',
      { kind: 'silence', text: 'Once upon' },
      async (subject) => {
        const controller = new AbortController();
        const heard = withResolvers();
        const call = subject.provider.generate(requestOf(subject), {
          signal: controller.signal,
          secret: async () => 'test-key',
          onDelta: (delta) => void (delta.type === 'text' && heard.resolve()),
        });
        call.catch(() => undefined);
        await heard.promise;
        const began = performance.now();
        controller.abort(new Error('stop'));
        await assert.rejects(call);
        assert.ok(performance.now() - began < 1_000, 'it ends within a second');
      },
    ),
  ];
}

interface Called {
  readonly reply: ModelReply;
  readonly deltas: readonly Delta[];
}

function requestOf({ model }: ContractSubject, request: Partial<ModelRequest> = {}): ModelRequest {
  return {
    model,
    instructions: 'Be brief.',
    messages: [question],
    tools: [],
    toolChoice: 'auto',
    settings: { maxTokens: 500 },
    ...request,
  };
}

async function callOf(subject: ContractSubject, request?: Partial<ModelRequest>): Promise<Called> {
  const deltas: Delta[] = [];
  const reply = await subject.provider.generate(requestOf(subject, request), {
    signal: new AbortController().signal,
    secret: async () => 'test-key',
    onDelta: (delta) => void deltas.push(delta),
  });
  return { reply: JSON.parse(JSON.stringify(reply)) as ModelReply, deltas };
}

async function failureOf(call: Promise<unknown>): Promise<PerdureError> {
  const error: unknown = await call.then(
    (value) => assert.fail(`it should have failed, but gave ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  assert.ok(PerdureError.is(error), `a typed error, but got ${String(error)}`);
  return error;
}

/** Node 20 has no `Promise.withResolvers`. */
function withResolvers(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}
