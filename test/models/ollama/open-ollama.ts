import {
  type ContractSubject,
  type Situation,
  startWireServer,
  type WireAnswer,
  type WireServer,
} from 'perdure/testing';
import { ollama, type OllamaOptions } from '../../../activities/models/ollama/index.js';
import { unfinished } from '../unfinished.js';

export interface OpenOllama extends ContractSubject {
  readonly server: WireServer;
}

export async function openOllama(options: OllamaOptions = {}): Promise<OpenOllama> {
  const server = await startWireServer();
  return {
    server,
    provider: ollama({ baseURL: server.url, ...options }),
    model: 'qwen3:8b',
    prepare(situation) {
      const answer = answerTo(situation);
      if (answer) server.answer(answer);
      return answer !== undefined;
    },
    close: () => server.close(),
  };
}

/** One line of an answer. */
export function line(message: object): object {
  return { model: 'qwen3:8b', message: { role: 'assistant', content: '', ...message }, done: false };
}

/** The last line. */
export function end(done_reason = 'stop', more: object = {}): object {
  return { ...line({}), done: true, done_reason, prompt_eval_count: 12, eval_count: 7, ...more };
}

export const calling = (name: string, given: unknown, more: object = {}): object => ({
  ...more,
  function: { name, arguments: given },
});

function answerTo(situation: Situation): WireAnswer | undefined {
  switch (situation.kind) {
    case 'text': {
      const { inputTokens, outputTokens } = situation.usage;
      const last = end('stop', { prompt_eval_count: inputTokens, eval_count: outputTokens });
      return { lines: [...situation.pieces.map((content) => line({ content })), last] };
    }
    case 'tool-calls': {
      const calls = situation.calls.map((call) => line({ tool_calls: [calling(call.name, call.arguments)] }));
      return { lines: [...(situation.text ? [line({ content: situation.text })] : []), ...calls, end()] };
    }
    case 'broken-arguments':
      return { lines: [line({ tool_calls: [calling(situation.name, situation.argumentsText)] }), end()] };
    case 'cut-at-limit':
      return { lines: [line({ content: situation.text }), end('length')] };
    case 'truncated':
      return { lines: [line({ content: situation.text })] };
    case 'dropped':
      return unfinished('drop', { lines: [line({ content: situation.text })] });
    case 'silence':
      return unfinished('silence', { lines: [line({ content: situation.text })] });
    case 'overloaded-in-stream':
      return {
        lines: [
          line({ content: situation.text }),
          { error: 'server busy, please try again. maximum pending requests exceeded' },
        ],
      };
    case 'not-a-stream':
      return { text: '<html><body>Please log in.</body></html>' };
    case 'rate-limit':
      return {
        status: 429,
        headers: { 'retry-after': String(situation.seconds) },
        json: { error: 'too many concurrent requests' },
      };
    case 'overloaded':
      return { status: 503, json: { error: 'server busy, please try again. maximum pending requests exceeded' } };
    case 'server-error':
      return { status: 500, json: { error: 'llama runner process has terminated: exit status 2' } };
    case 'quota':
      return { status: 429, json: { error: "you've reached your weekly usage limit, please upgrade to continue" } };
    case 'bad-key':
      return { status: 401, json: { error: 'unauthorized' } };
    case 'bad-request':
      return { status: 400, json: { error: 'invalid options: num_ctx' } };
    case 'not-found':
      return { status: 404, json: { error: "model 'qwen3:8b' not found" } };
    case 'too-long':
      return { status: 400, json: { error: 'the input length exceeds the context length' } };
    // Its models refuse in words only, as any other answer.
    case 'refusal':
      return undefined;
  }
}
