import { Buffer } from 'node:buffer';
import type Anthropic from '@anthropic-ai/sdk';
import type { MediaPart } from '../../../src/model/message.js';

type MediaBlock = Anthropic.ImageBlockParam | Anthropic.DocumentBlockParam;

const pictures: Readonly<Record<string, Anthropic.Base64ImageSource['media_type']>> = {
  'image/png': 'image/png',
  'image/jpeg': 'image/jpeg',
  'image/jpg': 'image/jpeg',
  'image/gif': 'image/gif',
  'image/webp': 'image/webp',
};
const readable = /^text\/|[/+](json|xml|yaml|javascript)$/;

/** A picture or a document as the API takes it; `undefined` for kinds it does not take. */
export function toMedia(part: MediaPart): MediaBlock | undefined {
  const { mediaType, data, url, name } = part;
  const title = name === undefined ? {} : { title: name };
  const picture = pictures[mediaType];
  if (part.type === 'image' || picture) {
    if (data !== undefined && picture) {
      return { type: 'image', source: { type: 'base64', media_type: picture, data } };
    }
    return url === undefined ? undefined : { type: 'image', source: { type: 'url', url } };
  }
  if (mediaType === 'application/pdf') {
    if (data !== undefined) {
      return { type: 'document', source: { type: 'base64', media_type: mediaType, data }, ...title };
    }
    return url === undefined ? undefined : { type: 'document', source: { type: 'url', url }, ...title };
  }
  if (data === undefined || !readable.test(mediaType)) return undefined;
  const text = Buffer.from(data, 'base64').toString('utf8');
  return { type: 'document', source: { type: 'text', media_type: 'text/plain', data: text }, ...title };
}
