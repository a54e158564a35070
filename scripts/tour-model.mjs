// Whose words the tour's agent speaks: a provider that is there, else a script.
import { scriptedModel } from '../dist/testing/index.js';

const hosted = [
  { keys: ['ANTHROPIC_API_KEY'], model: 'anthropic/claude-sonnet-4-5' },
  { keys: ['OPENAI_API_KEY'], model: 'openai/gpt-5-mini' },
  { keys: ['GOOGLE_API_KEY', 'GEMINI_API_KEY'], model: 'google/gemini-2.5-flash' },
];

/** `{ model, models?, why }`: the model's name, the provider if it is none of the built-in ones, and how it came to it. */
export async function tourModel(environment = process.env) {
  const { PERDURE_MODEL: wanted } = environment;
  if (wanted) return { model: wanted, why: 'PERDURE_MODEL' };
  for (const { keys, model } of hosted) {
    const key = keys.find((name) => environment[name]);
    if (key) return { model, why: key };
  }
  const local = await ollamaModel(environment.OLLAMA_HOST);
  if (local) return { model: `ollama/${local}`, why: 'Ollama answers' };
  return {
    model: 'scripted/librarian',
    models: { scripted: scripted() },
    why: 'no key, no Ollama: its words are a script',
  };
}

async function ollamaModel(host) {
  const address = host ? (/^https?:/.test(host) ? host : `http://${host}`) : 'http://127.0.0.1:11434';
  try {
    const response = await fetch(new URL('/api/tags', address), { signal: AbortSignal.timeout(500) });
    const { models } = await response.json();
    return models[0]?.name;
  } catch {
    return undefined;
  }
}

/** Opens the longest page, and quotes its title: for any folder. */
function scripted() {
  const open = ({ messages }) => {
    const [, file] = /^- (.+?): /m.exec(textOf(messages[0])) ?? [];
    return file ? { toolCalls: [{ name: 'open_page', arguments: { file } }] } : 'The folder has no pages.';
  };
  const tell = ({ messages }) => {
    const title = /^#\s+(.+)$/m.exec(textOf(messages.at(-1)))?.[1] ?? 'something without a title';
    return `I have opened the longest page: it is about "${title}". (A model would say more: set OPENAI_API_KEY, for example.)`;
  };
  return scriptedModel([open, tell]);
}

function textOf({ content }) {
  const parts = content.flatMap((part) => (part.type === 'tool-result' ? part.content : [part]));
  return parts.map(({ text }) => text ?? '').join('');
}
