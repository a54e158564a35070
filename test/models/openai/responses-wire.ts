import type { Usage } from '../../../src/model/reply.js';
import type { Situation, WireAnswer } from '../../../testing/index.js';

type Item = Readonly<Record<string, unknown>>;

/** A message as OpenAI sends it. */
export function messageItem(text: string, id = 'msg_1', phase?: string): Item {
  return {
    id,
    type: 'message',
    role: 'assistant',
    status: 'completed',
    content: [{ type: 'output_text', text, annotations: [] }],
    ...(phase && { phase }),
  };
}

export function callItem(name: string, text: string, number = 1): Item {
  return {
    id: `fc_${number}`,
    type: 'function_call',
    status: 'completed',
    call_id: `call_${number}`,
    name,
    arguments: text,
  };
}

export function thoughtItem(number = 1): Item {
  return {
    id: `rs_${number}`,
    type: 'reasoning',
    summary: [{ type: 'summary_text', text: 'I weigh it.' }],
    encrypted_content: `gAAAA-encrypted-${number}`,
  };
}

const plain: Usage = { inputTokens: 5, outputTokens: 3 };

/** The events of a response up to its last one, which is left out with `status: undefined`. */
export function responseEvents(
  items: readonly Item[],
  last: { readonly status?: string; readonly usage?: Usage; readonly more?: object } = { status: 'completed' },
  pieces?: readonly string[],
): unknown[] {
  const response = { id: 'resp_1', object: 'response', status: 'in_progress', output: [] as readonly Item[] };
  const events: object[] = [{ type: 'response.created', response }];
  for (const [output_index, item] of items.entries()) {
    events.push({ type: 'response.output_item.added', output_index, item: { ...item, arguments: '', content: [] } });
    for (const delta of item['type'] === 'message' ? (pieces ?? [textOf(item)]) : [])
      events.push({ type: 'response.output_text.delta', output_index, content_index: 0, item_id: item['id'], delta });
    if (item['type'] === 'function_call')
      events.push({ type: 'response.function_call_arguments.delta', output_index, delta: item['arguments'] });
    if (item['type'] === 'reasoning')
      events.push({ type: 'response.reasoning_summary_text.delta', output_index, delta: 'I weigh it.' });
    events.push({ type: 'response.output_item.done', output_index, item });
  }
  const { status, usage = plain, more } = last;
  const counted = {
    input_tokens: usage.inputTokens,
    input_tokens_details: { cached_tokens: usage.cachedTokens ?? 0 },
    output_tokens: usage.outputTokens,
    output_tokens_details: { reasoning_tokens: usage.reasoningTokens ?? 0 },
  };
  if (status !== undefined)
    events.push({
      type: `response.${status}`,
      response: { ...response, status, output: items, usage: counted, ...more },
    });
  return events.map((data, sequence_number) => ({ event: (data as Item)['type'], data: { ...data, sequence_number } }));
}

function textOf(item: Item): string {
  return (item['content'] as readonly { readonly text?: string }[]).map(({ text }) => text ?? '').join('');
}

/** A stream that stops without an end. */
export function stopped(sse: readonly unknown[], how: 'drop' | 'silence'): WireAnswer {
  return { sse, ending: how };
}

/** An error as OpenAI answers it. */
export function refused(status: number, error: object, headers: Readonly<Record<string, string>> = {}): WireAnswer {
  return { status, headers: { 'x-request-id': 'req_1', ...headers }, json: { error } };
}

/** What both of OpenAI's APIs answer alike. */
export function refusalOf(situation: Situation): WireAnswer | undefined {
  switch (situation.kind) {
    case 'not-a-stream':
      return { text: '<html>Sign in to the network</html>' };
    case 'rate-limit': {
      const error = { message: 'Rate limit reached', type: 'tokens', code: 'rate_limit_exceeded' };
      return refused(429, error, { 'retry-after': `${situation.seconds}` });
    }
    case 'overloaded':
      return refused(503, { message: 'The engine is currently overloaded', type: 'server_error', code: null });
    case 'server-error':
      return refused(500, { message: 'The server had an error', type: 'server_error', code: null });
    case 'quota':
      return refused(429, {
        message: 'You exceeded your quota',
        type: 'insufficient_quota',
        code: 'insufficient_quota',
      });
    case 'bad-key':
      return refused(401, { message: 'Incorrect API key', type: 'invalid_request_error', code: 'invalid_api_key' });
    case 'bad-request':
      return refused(400, { message: 'Unknown field', type: 'invalid_request_error', code: null });
    case 'not-found':
      return refused(404, { message: 'No such model', type: 'invalid_request_error', code: 'model_not_found' });
    case 'too-long':
      return refused(400, {
        message: "This model's maximum context length is 8192 tokens.",
        type: 'invalid_request_error',
        code: 'context_length_exceeded',
      });
    default:
      return undefined;
  }
}

/** What the Responses API answers in a situation of the contract. */
export function responsesAnswer(situation: Situation): WireAnswer {
  switch (situation.kind) {
    case 'text': {
      const { pieces, usage } = situation;
      return { sse: responseEvents([messageItem(pieces.join(''))], { status: 'completed', usage }, pieces) };
    }
    case 'tool-calls': {
      const calls = situation.calls.map(({ name, arguments: given }, index) =>
        callItem(name, JSON.stringify(given), index + 1),
      );
      return { sse: responseEvents([...(situation.text ? [messageItem(situation.text)] : []), ...calls]) };
    }
    case 'broken-arguments':
      return { sse: responseEvents([callItem(situation.name, situation.argumentsText)]) };
    case 'cut-at-limit': {
      const more = { incomplete_details: { reason: 'max_output_tokens' } };
      return { sse: responseEvents([messageItem(situation.text)], { status: 'incomplete', more }) };
    }
    case 'refusal': {
      const content = [{ type: 'refusal', refusal: situation.text }];
      return { sse: responseEvents([{ ...messageItem(''), content }]) };
    }
    case 'truncated':
      return { sse: responseEvents([messageItem(situation.text)], {}) };
    case 'dropped':
      return stopped(responseEvents([messageItem(situation.text)], {}), 'drop');
    case 'silence':
      return stopped(responseEvents([messageItem(situation.text)], {}), 'silence');
    case 'overloaded-in-stream': {
      const error = { type: 'error', code: 'server_is_overloaded', message: 'Overloaded', param: null };
      return { sse: [...responseEvents([messageItem(situation.text)], {}), { event: 'error', data: error }] };
    }
    default:
      return refusalOf(situation) as WireAnswer;
  }
}
