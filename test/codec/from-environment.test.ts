import { randomBytes } from 'node:crypto';
import { defaultPayloadConverter } from '@temporalio/common';
import { blobsFromEnvironment, encryption, encryptionFromEnvironment } from 'perdure/client';
import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => vi.unstubAllEnvs());

const key = (): string => randomBytes(32).toString('base64');

test('the first of PERDURE_CODEC_KEYS writes, all of them read', async () => {
  const [first, second] = [key(), key()];
  vi.stubEnv('PERDURE_CODEC_KEYS', ` 2026a:${first} , 2025:${second}`);
  const codec = encryptionFromEnvironment();
  const payload = defaultPayloadConverter.toPayload('clear')!;
  const [written] = await codec.encode([payload]);
  expect(Buffer.from(written!.metadata!['encryption-key-id']!).toString()).toBe('2026a');
  const old = await encryption({ keys: { '2025': second }, current: '2025' }).encode([payload]);
  const [back] = await codec.decode(old);
  expect(defaultPayloadConverter.fromPayload(back!)).toBe('clear');
});

test.each([undefined, '', '  '])('without keys it says so (%j)', (text) => {
  vi.stubEnv('PERDURE_CODEC_KEYS', text);
  expect(() => encryptionFromEnvironment()).toThrow(expect.objectContaining({ code: 'Codec.NoKeys' }));
});

test('a wrong entry is named by its place, never by its text', () => {
  const [good, naked] = [key(), key()];
  vi.stubEnv('PERDURE_CODEC_KEYS', `a:${good},${naked},a:${good}`);
  expect(() => encryptionFromEnvironment()).toThrow(
    /entry 2 of PERDURE_CODEC_KEYS is not id:base64.*'a' is there twice/,
  );
  expect(() => encryptionFromEnvironment()).not.toThrow(naked);
});

test('PERDURE_BLOBS names a folder or a bucket, or is refused', () => {
  expect(blobsFromEnvironment()).toBeUndefined();
  vi.stubEnv('PERDURE_BLOBS', './blobs');
  expect(blobsFromEnvironment()?.kind).toBe('file');
  vi.stubEnv('PERDURE_BLOBS', 's3://bucket/prefix/?region=eu-central-1');
  expect(blobsFromEnvironment()?.kind).toBe('s3');
  vi.stubEnv('PERDURE_BLOBS', 'https://bucket');
  expect(() => blobsFromEnvironment()).toThrow(expect.objectContaining({ code: 'Blobs.InvalidOptions' }));
});
