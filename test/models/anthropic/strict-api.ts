import type { SentBody } from './open-anthropic.js';

const name = /^[a-zA-Z0-9_-]{1,64}$/;
const id = /^[a-zA-Z0-9_-]+$/;
const sampling = ['temperature', 'top_p', 'top_k'];

/** What the API is documented to refuse in a request, as far as conversations go; empty for one it takes. */
export function refusalsOf(body: SentBody): string[] {
  const { messages, tools = [] } = body;
  const refusals: string[] = [];
  const check = (isFine: boolean, what: string): void => void (isFine || refusals.push(what));
  check(typeof body['max_tokens'] === 'number', 'max_tokens is missing');
  for (const field of sampling) check(!(field in body), `${field} is not permitted`);
  for (const tool of tools) {
    check(name.test(tool.name), `tool name ${tool.name}`);
    check(tool.input_schema['type'] === 'object', `${tool.name}: input_schema is no object`);
  }
  check(messages[0]?.role === 'user', 'the first message is not from a user');
  messages.forEach(({ role, content }, index) => {
    const where = `messages.${index}`;
    check(role !== messages[index - 1]?.role, `${where}: the same role twice`);
    check(content.length > 0, `${where}: no content`);
    const before = index > 0 ? (messages[index - 1]?.content ?? []) : [];
    const called = before.filter(({ type }) => type === 'tool_use').map((block) => block['id']);
    const results = content.filter(({ type }) => type === 'tool_result');
    const first = content.slice(0, called.length).map((block) => block['tool_use_id']);
    check(JSON.stringify(first) === JSON.stringify(called), `${where}: the results of all calls have to come first`);
    check(results.length === called.length, `${where}: a result without its call`);
    check(role === 'user' || !content.some(({ type }) => type === 'document'), `${where}: a document of the assistant`);
    for (const block of content) {
      if (block['type'] === 'text') check(String(block['text']).trim() !== '', `${where}: an empty text`);
      if (block['type'] === 'tool_use') {
        check(id.test(String(block['id'])), `${where}: id ${String(block['id'])}`);
        check(name.test(String(block['name'])), `${where}: name ${String(block['name'])}`);
        check(Object.prototype.toString.call(block['input']) === '[object Object]', `${where}: input is no object`);
        check(tools.length > 0, `${where}: a call, but no tools`);
      }
      if (block['type'] === 'tool_result' && block['is_error'] === true) {
        const shown = (block['content'] ?? []) as { type: string }[];
        check(
          shown.every(({ type }) => type === 'text'),
          `${where}: an error that is not text`,
        );
      }
    }
  });
  if (messages.at(-1)?.content.some(({ type }) => type === 'tool_use')) refusals.push('a call without a result');
  return refusals;
}
