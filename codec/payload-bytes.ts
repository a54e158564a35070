import type { Payload } from '@temporalio/common';

/**
 * A payload as the bytes of Temporal's protobuf message `temporal.api.common.v1.Payload`, and back: what other
 * languages' codecs put inside an encrypted payload too. Two fields, so the wire format is written out here:
 * 1, a map of names to bytes; 2, the data. Each part is a tag, a length and the bytes.
 */
const metadataTag = 0x0a;
const dataTag = 0x12;
const keyTag = 0x0a;
const valueTag = 0x12;

export function toBytes({ metadata, data }: Payload): Uint8Array {
  const entries = Object.entries(metadata ?? {}).map(([key, value]) =>
    part(metadataTag, Buffer.concat([part(keyTag, Buffer.from(key)), part(valueTag, value)])),
  );
  return Buffer.concat([...entries, ...(data && data.length > 0 ? [part(dataTag, data)] : [])]);
}

/** @throws RangeError where the bytes are no such message */
export function fromBytes(bytes: Uint8Array): Payload {
  const metadata: Record<string, Uint8Array> = {};
  let data: Uint8Array = new Uint8Array();
  for (const { tag, content } of partsOf(bytes)) {
    if (tag === dataTag) data = content;
    else if (tag === metadataTag) {
      let key = '';
      let value: Uint8Array = new Uint8Array();
      for (const inner of partsOf(content)) {
        if (inner.tag === keyTag) key = Buffer.from(inner.content).toString('utf8');
        else if (inner.tag === valueTag) value = inner.content;
      }
      metadata[key] = value;
    }
  }
  return { metadata, data };
}

function part(tag: number, content: Uint8Array): Buffer {
  const head = [tag];
  let length = content.length;
  for (; length > 0x7f; length = Math.floor(length / 0x80)) head.push((length % 0x80) | 0x80);
  return Buffer.concat([Buffer.from([...head, length]), content]);
}

function* partsOf(bytes: Uint8Array): Generator<{ readonly tag: number; readonly content: Uint8Array }> {
  let at = 0;
  const number = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 0x80) {
      const byte = bytes[at++];
      if (byte === undefined || factor > 2 ** 42) throw new RangeError('These bytes are no payload.');
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  };
  while (at < bytes.length) {
    const tag = number();
    const length = number();
    // Every field of the message, also one of a later version, is a length and bytes.
    if (tag % 8 !== 2 || at + length > bytes.length) throw new RangeError('These bytes are no payload.');
    yield { tag, content: bytes.subarray(at, at + length) };
    at += length;
  }
}
