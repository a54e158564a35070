import { type Json, ModelError, type ModelProvider, type ModelReply, type ModelRequest } from 'perdure';

/** The model of the stories: what it says depends on nothing but what it is sent. */
export function player(): ModelProvider {
  let isBroken = true;
  return {
    abilitiesOf: () => ({ tools: true, output: 'native' }),
    generate(request) {
      if (isBroken) {
        isBroken = false;
        return Promise.reject(new ModelError('Overloaded', { message: 'Too much to do.' }));
      }
      return Promise.resolve(replyTo(request));
    },
  };
}

function replyTo({ messages, output, tools }: ModelRequest): ModelReply {
  const said = JSON.stringify(messages.at(-1));
  if (output) return text(said.includes('does not fit') ? '{"word":"done"}' : '{"word":1}');
  if (said.includes('"works"')) return calls('look_up', 'look_up', 'write_down', 'look_up');
  if (said.includes('is equipped')) {
    return toolCalls(
      { name: 'use_skill', arguments: { name: 'tone' } },
      { name: 'store_memory', arguments: { key: 'tea', value: 'green' } },
      { name: 'everything_echo', arguments: { message: 'hello' } },
    );
  }
  if (said.includes('remembers two')) return calls('allowed');
  if (tools.some(({ name }) => name === 'transfer_to_second')) return calls('transfer_to_second');
  return text('well done');
}

function calls(...names: string[]): ModelReply {
  return toolCalls(...names.map((name, index) => ({ name, arguments: { word: `call_${name}_${index}` } })));
}

function toolCalls(...asked: { readonly name: string; readonly arguments: Json }[]): ModelReply {
  const content = asked.map((one, index) => ({ type: 'tool-call' as const, id: `call_${one.name}_${index}`, ...one }));
  return { message: { role: 'assistant', content }, stopReason: 'tool-calls' };
}

function text(words: string): ModelReply {
  return { message: { role: 'assistant', content: [{ type: 'text', text: words }] }, stopReason: 'stop' };
}
