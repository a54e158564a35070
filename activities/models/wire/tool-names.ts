import { createHash } from 'node:crypto';
import type { Message } from '../../../src/model/message.js';
import type { ModelRequest } from '../../../src/model/request.js';

/** The names of a request's tools as a provider takes them, and back. */
export interface ToolNames {
  toWire(this: void, name: string): string;
  /** A name nobody has given, which models invent, stays as it is. */
  fromWire(this: void, name: string): string;
}

const longest = 64;

/**
 * Renames what does not fit `^[a-zA-Z_][a-zA-Z0-9_-]{0,63}$`, which all providers take. The same tools always get the same names,
 * so that a provider's cache of the conversation stays good; two tools never share one.
 */
export function toolNames({ tools, messages }: Pick<ModelRequest, 'tools' | 'messages'>): ToolNames {
  const names = [...new Set([...tools.map(({ name }) => name), ...messages.flatMap(namesIn)])];
  const plain = names.map(toWireName);
  const wire = new Map(
    names.map((name, index) => {
      const candidate = plain[index] as string;
      const isAlone = plain.indexOf(candidate) === plain.lastIndexOf(candidate);
      return [name, name === candidate || isAlone ? candidate : told(candidate, name)] as const;
    }),
  );
  const back = new Map([...wire].map(([name, sent]) => [sent, name]));
  return { toWire: (name) => wire.get(name) ?? toWireName(name), fromWire: (name) => back.get(name) ?? name };
}

/** One name in the form that all providers take; what is too long ends with a digest of the whole. */
export function toWireName(name: string): string {
  const plain = name.replace(/[^a-zA-Z0-9_-]/g, '_').replace(/^(?![a-zA-Z_])/, '_');
  return plain.length <= longest ? plain : told(plain, name);
}

/** A digest of the original tells two names apart that look alike on the wire. */
function told(plain: string, name: string): string {
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${plain.slice(0, longest - digest.length - 1)}_${digest}`;
}

function namesIn(message: Message): string[] {
  if (message.role === 'user') return [];
  return message.content.flatMap((part) =>
    part.type === 'tool-call' || part.type === 'tool-result' ? [part.name] : [],
  );
}
