import type { AssistantMessage, MediaPart, Message, Opaque, ToolResultPart } from '../../../src/model/message.js';
import type { ToolNames } from '../wire/tool-names.js';
import type { Content, KeptPart, Part } from './gemini-api.js';
import { takesMediaInResults, wantsSignatures } from './model-features.js';

/** Stands for the signature of a call that another model made. Google documents it for this. */
const noSignature = 'skip_thought_signature_validator';

/** A conversation as Gemini wants it. */
export function toContents(model: string, messages: readonly Message[], names: ToolNames): Content[] {
  // Gemini's own ids of calls, by ours; most models have none.
  const ids = new Map<string, string | undefined>();
  const contents = messages.map((message): Content => {
    if (message.role === 'assistant') return { role: 'model', parts: modelParts(model, message, ids, names) };
    if (message.role === 'user')
      return {
        role: 'user',
        parts: message.content.map((part) => ('text' in part ? { text: part.text } : media(part))),
      };
    return { role: 'user', parts: message.content.flatMap((result) => resultParts(model, result, ids, names)) };
  });
  return contents.filter(({ parts }) => parts.length > 0);
}

function modelParts(
  model: string,
  { content }: AssistantMessage,
  ids: Map<string, string | undefined>,
  { toWire }: ToolNames,
): Part[] {
  const parts = content.flatMap((part): Part[] => {
    const kept = keptPart('opaque' in part ? part.opaque : undefined);
    const isSameModel = kept?.model === model;
    const own = kept && (isSameModel ? kept.part : unsigned(kept.part));
    if (part.type === 'tool-call') {
      ids.set(part.id, own?.functionCall?.id);
      const { name, arguments: given } = part;
      const args = typeof given === 'object' && given !== null && !Array.isArray(given) ? given : {};
      return [own ?? { functionCall: { name: toWire(name), args } }];
    }
    // Thoughts without a signature are for people only, and nobody's but their own model's go back.
    if (part.type === 'reasoning' || part.type === 'provider') return own && isSameModel ? [own] : [];
    if (own) return [own];
    return part.text === '' ? [] : [{ text: part.text }];
  });
  if (!wantsSignatures(model)) return parts;
  // Of several calls at once only the first has a signature.
  const first = parts.findIndex(({ functionCall }) => functionCall !== undefined);
  return parts.map((part, index) =>
    index === first && part.thoughtSignature === undefined ? { ...part, thoughtSignature: noSignature } : part,
  );
}

/** What another provider has kept is of no use here. */
function keptPart(opaque: Opaque | undefined): KeptPart | undefined {
  return opaque?.provider === 'google' ? (opaque.data as unknown as KeptPart) : undefined;
}

/** A signature holds for the model that made it only. */
function unsigned(part: Part): Part {
  const { thoughtSignature: _, ...rest } = part;
  return rest;
}

function resultParts(
  model: string,
  { id, name, content, isError }: ToolResultPart,
  ids: ReadonlyMap<string, string | undefined>,
  { toWire }: ToolNames,
): Part[] {
  const text = content.map((part) => ('text' in part ? part.text : '')).join('');
  const pictures = content.flatMap((part) => ('text' in part ? [] : [media(part)]));
  const inside = takesMediaInResults(model) ? pictures.filter((part) => 'inlineData' in part) : [];
  const wireId = ids.get(id);
  const functionResponse = {
    ...(wireId !== undefined && { id: wireId }),
    name: toWire(name),
    response: isError ? { error: text } : { output: text },
    ...(inside.length > 0 && { parts: inside }),
  };
  return [{ functionResponse }, ...pictures.filter((part) => !inside.includes(part))];
}

function media({ mediaType, data, url }: MediaPart): Part {
  return data === undefined
    ? { fileData: { mimeType: mediaType, fileUri: url ?? '' } }
    : { inlineData: { mimeType: mediaType, data } };
}
