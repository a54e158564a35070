import { type BaseUrl, baseUrl } from '../wire/base-url.js';

const defaultPort = '11434';

/**
 * Where the server is, written as `OLLAMA_HOST` may be: `gpu-box`, `:8080`, `0.0.0.0:11434`, `[::1]`,
 * `https://ollama.example/behind/a/proxy`. Without a scheme the port is 11434.
 * @throws PerdureError `Model.InvalidRequest`
 */
export function findHost(given: string | undefined = process.env['OLLAMA_HOST']): BaseUrl {
  const text = given?.trim() ?? '';
  if (/^https?:\/\//i.test(text)) return baseUrl('ollama', text);
  const [host = '', ...path] = text.split('/');
  const named = host.startsWith(':') ? `127.0.0.1${host}` : host || '127.0.0.1';
  const hasPort = /(^|[^:\]]|\]):\d+$/.test(named);
  const base = baseUrl('ollama', `http://${[hasPort ? named : `${named}:${defaultPort}`, ...path].join('/')}`);
  // A server listens on it; nobody can call it everywhere.
  if (base.url.hostname === '0.0.0.0') base.url.hostname = '127.0.0.1';
  return base;
}

/** Ollama's own computers want a key; nobody else is to get it. */
export function isHosted({ url }: BaseUrl): boolean {
  return url.hostname === 'ollama.com' || url.hostname.endsWith('.ollama.com');
}
