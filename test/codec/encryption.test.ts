import { randomBytes } from 'node:crypto';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import { PerdureError } from 'perdure';
import { encryption } from 'perdure/worker';
import { describe, expect, test } from 'vitest';
import { fromBytes, toBytes } from '../../codec/payload-bytes.js';

const keys = { '2026a': randomBytes(32), '2025': randomBytes(32).toString('base64') };
const codec = encryption({ keys, current: '2026a' });
const secret = { name: 'Ada Lovelace', card: '4111 1111 1111 1111' };

const payloadOf = (value: unknown): Payload => defaultPayloadConverter.toPayload(value)!;
const textOf = (payload: Payload): string =>
  Buffer.concat([...Object.values(payload.metadata ?? {}), payload.data ?? new Uint8Array()]).toString('latin1');

async function encrypted(value: unknown, by = codec): Promise<Payload> {
  const [payload] = await by.encode([payloadOf(value)]);
  return payload!;
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'decoded',
    (error: unknown) => (PerdureError.is(error) ? error.code : String(error)),
  );
}

describe('a round trip', () => {
  test.each([[secret], [null], [''], ['ж 漢字 🎈'], [[1, 2, { a: [] }]], ['x'.repeat(300_000)]])(
    'gives back the payload with its metadata (%#)',
    async (value) => {
      const payload = payloadOf(value);
      const [back] = await codec.decode(await codec.encode([payload]));
      expect(defaultPayloadConverter.fromPayload(back!)).toEqual(value);
      expect(Object.keys(back!.metadata!)).toEqual(Object.keys(payload.metadata!));
    },
  );

  test('keeps a payload without data, one without anything, and an empty list', async () => {
    const nothing: Payload = { metadata: { encoding: Buffer.from('binary/null') } };
    const [first, second] = await codec.decode(await codec.encode([nothing, {}]));
    expect(defaultPayloadConverter.fromPayload(first!)).toBe(undefined);
    expect(second).toEqual({ metadata: {}, data: new Uint8Array() });
    expect([await codec.encode([]), await codec.decode([])]).toEqual([[], []]);
  });

  test('keeps the order of several payloads', async () => {
    const values = [1, 'two', { three: 3 }];
    const back = await codec.decode(await codec.encode(values.map(payloadOf)));
    expect(back.map((payload) => defaultPayloadConverter.fromPayload(payload))).toEqual(values);
  });
});

describe('what leaves the process', () => {
  test('shows the key id and neither the value nor its encoding', async () => {
    const payload = await encrypted(secret);
    expect(textOf(payload)).toContain('2026a');
    expect(textOf(payload)).not.toMatch(/Ada|4111|json\/plain/);
  });

  test('differs each time, so that equal values cannot be told', async () => {
    expect((await encrypted(secret)).data).not.toEqual((await encrypted(secret)).data);
  });
});

describe('keys', () => {
  test('an old key still reads what it wrote, and the current one writes', async () => {
    const before = encryption({ keys: { '2025': keys['2025'] }, current: '2025' });
    const old = await encrypted(secret, before);
    const [back] = await codec.decode([old]);
    expect(defaultPayloadConverter.fromPayload(back!)).toEqual(secret);
    expect(await codeOf(before.decode([await encrypted(secret)]))).toBe('Codec.UnknownKey');
  });

  test('an unknown key is named, with those that are known', async () => {
    const other = encryption({ keys: { other: randomBytes(32) }, current: 'other' });
    const error: unknown = await other.decode([await encrypted(secret)]).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'Codec.UnknownKey', details: { key: '2026a', known: ['other'] } });
    expect(String(error)).not.toContain('Ada');
  });

  test('another key under the same id authenticates nothing', async () => {
    const wrong = encryption({ keys: { '2026a': randomBytes(32) }, current: '2026a' });
    expect(await codeOf(wrong.decode([await encrypted(secret)]))).toBe('Codec.Tampered');
  });

  test('hexadecimal, base64, base64url and bytes are the same key', async () => {
    const bytes = randomBytes(32);
    const payload = await encrypted(secret, encryption({ keys: { k: bytes }, current: 'k' }));
    for (const form of ['hex', 'base64', 'base64url'] as const) {
      const [back] = await encryption({ keys: { k: bytes.toString(form) }, current: 'k' }).decode([payload]);
      expect(defaultPayloadConverter.fromPayload(back!)).toEqual(secret);
    }
  });

  test.each([
    [{}, 'k', /there is no key/],
    [{ k: randomBytes(31) }, 'k', /key 'k' has 31 bytes instead of 32/],
    [{ k: randomBytes(16).toString('hex') }, 'k', /has 24 bytes instead of 32/],
    [{ k: 'not a key!' }, 'k', /key 'k' is neither base64/],
    [{ k: undefined as unknown as string }, 'k', /key 'k' is neither text nor bytes/],
    [{ 'a:b': randomBytes(32) }, 'a:b', /the id 'a:b' may have/],
    [{ k: randomBytes(32) }, 'other', /the current key 'other' is not among the keys/],
  ])('wrong keys are refused when the codec is made (%#)', (wrong, current, reason) => {
    expect(() => encryption({ keys: wrong, current })).toThrow(reason);
    expect(() => encryption({ keys: wrong, current })).toThrow(expect.objectContaining({ code: 'Codec.InvalidKey' }));
  });

  test('all problems are said at once, and no key', () => {
    const bad = randomBytes(20).toString('base64');
    expect(() => encryption({ keys: { a: bad, 'b c': '?' }, current: 'd' })).toThrow(
      /key 'a' has 20 bytes.*'b c'.*'d' is not among/,
    );
    expect(() => encryption({ keys: { a: bad }, current: 'a' })).not.toThrow(bad);
  });
});

describe('changed payloads', () => {
  test('one changed bit anywhere in nonce, content or tag is noticed', async () => {
    const payload = await encrypted(secret);
    const length = payload.data!.length;
    const ends = new Set<string>();
    for (let position = 0; position < length; position++) {
      const data = Uint8Array.from(payload.data!);
      data[position]! ^= 1 << (position % 8);
      ends.add(await codeOf(codec.decode([{ ...payload, data }])));
    }
    expect(length).toBeGreaterThan(60);
    expect([...ends]).toEqual(['Codec.Tampered']);
  });

  test('cut off at any length it is noticed, and so is something added', async () => {
    const payload = await encrypted(secret);
    const ends = new Set<string>();
    for (let length = 0; length < payload.data!.length; length++) {
      ends.add(await codeOf(codec.decode([{ ...payload, data: payload.data!.subarray(0, length) }])));
    }
    ends.add(await codeOf(codec.decode([{ ...payload, data: Buffer.concat([payload.data!, Buffer.from([0])]) }])));
    expect([...ends]).toEqual(['Codec.Tampered']);
  });

  test('the key id is bound to the content, also where both ids are one key', async () => {
    const key = randomBytes(32);
    const twins = encryption({ keys: { a: key, b: key }, current: 'a' });
    const payload = await encrypted(secret, twins);
    const metadata = { ...payload.metadata, 'encryption-key-id': Buffer.from('b') };
    expect(await codeOf(twins.decode([{ ...payload, metadata }]))).toBe('Codec.Tampered');
  });

  test('a changed byte of the readable part never gives content', async () => {
    const payload = await encrypted(secret);
    for (const name of Object.keys(payload.metadata!)) {
      for (let position = 0; position < payload.metadata![name]!.length; position++) {
        const word = Uint8Array.from(payload.metadata![name]!);
        word[position]! ^= 1;
        const changed = { ...payload, metadata: { ...payload.metadata, [name]: word } };
        const end = await codec.decode([changed]).then(
          ([back]) => (back === changed ? 'left as it is' : 'decoded'),
          (error: unknown) => (error as PerdureError).code,
        );
        expect(end).toBe(name === 'encryption-key-id' ? 'Codec.UnknownKey' : 'left as it is');
      }
    }
  });
});

describe('payloads of others', () => {
  test('clear text and other codecs pass as they are', async () => {
    const clear = payloadOf(secret);
    const foreign: Payload = { metadata: { encoding: Buffer.from('binary/encrypted') }, data: randomBytes(40) };
    const back = await codec.decode([clear, foreign, {}]);
    expect(back).toEqual([clear, foreign, {}]);
  });
});

describe('the bytes inside', () => {
  const { Payload: Message } = temporal.api.common.v1;
  const payload = { metadata: { encoding: Buffer.from('json/plain'), empty: Buffer.alloc(0) }, data: randomBytes(300) };

  test("are Temporal's own message", () => {
    expect(Message.decode(toBytes(payload))).toMatchObject({ data: payload.data });
    expect(fromBytes(Message.encode(payload).finish())).toEqual(payload);
    expect(Buffer.from(toBytes(payload))).toEqual(Buffer.from(Message.encode(payload).finish()));
  });

  test('that are no message are refused', () => {
    for (const bytes of [[0x0a], [0x12, 0x05, 1], [0x08, 0x01], [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]]) {
      expect(() => fromBytes(Uint8Array.from(bytes))).toThrow(RangeError);
    }
  });
});
