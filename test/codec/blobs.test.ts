import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Payload, type StorageDriverClaim, defaultPayloadConverter } from '@temporalio/common';
import { S3Client } from '@aws-sdk/client-s3';
import { type BlobStore, connect, fileBlobs, s3Blobs } from 'perdure/client';
import { describe, expect, onTestFinished, test } from 'vitest';
import { storageDriver } from '../../codec/blobs/storage-driver.js';
import { credentials, s3Server } from './s3-server.js';

const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'perdure-blobs-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

const stores: Record<string, () => Promise<BlobStore>> = {
  file: async () => fileBlobs({ folder: join(await temporaryFolder(), 'not', 'there', 'yet') }),
  s3: async () => {
    const { endpoint } = await s3Server('values');
    return s3Blobs({ bucket: 'values', prefix: 'perdure/', endpoint, credentials });
  },
  's3 with a client of the user': async () => {
    const { endpoint } = await s3Server('values');
    const client = new S3Client({ endpoint, credentials, region: 'us-east-1', forcePathStyle: true });
    onTestFinished(() => client.destroy());
    return s3Blobs({ bucket: 'values', client });
  },
};

describe.each(Object.keys(stores))('a store of kind %s', (kind) => {
  test('gives back what was put, also when it is put twice at once', async () => {
    const store = await stores[kind]!();
    const bytes = randomBytes(3_000_000);
    await Promise.all([store.put(hash(bytes), bytes), store.put(hash(bytes), bytes)]);
    await store.put(hash(bytes), bytes);
    expect(Buffer.from((await store.get(hash(bytes)))!).equals(bytes)).toBe(true);
  });

  test('has nothing under another name, once it has something', async () => {
    const store = await stores[kind]!();
    await store.put(hash(Buffer.from('a')), Buffer.from('a'));
    expect(await store.get(hash(Buffer.from('b')))).toBeUndefined();
  });

  test('a value is kept under the hash of its bytes, and a missing one is told apart', async () => {
    const driver = storageDriver(await stores[kind]!());
    const payloads = [payloadOf('x'.repeat(400_000)), payloadOf({ y: 1 })];
    const claims = await driver.store({}, payloads);
    expect(claims.map(({ claimData }) => Object.keys(claimData))).toEqual([['sha256'], ['sha256']]);
    expect((await driver.retrieve({}, claims)).map(valueOf)).toEqual(payloads.map(valueOf));
    const other = { claimData: { sha256: hash(Buffer.from('other')) } };
    await expect(driver.retrieve({}, [claims[0]!, other])).rejects.toMatchObject({
      code: 'Blobs.NotFound',
      retryable: false,
    });
  });
});

describe('a store that is away', () => {
  test('is Blobs.Unavailable for S3 without a server, and may be tried again', async () => {
    const { endpoint, stop } = await s3Server('values');
    const driver = storageDriver(s3Blobs({ bucket: 'values', endpoint, credentials }));
    const claims = await driver.store({}, [payloadOf('a')]);
    await stop();
    const away = { code: 'Blobs.Unavailable', retryable: true };
    await expect(driver.retrieve({}, claims)).rejects.toMatchObject(away);
    await expect(driver.store({}, [payloadOf('b')])).rejects.toMatchObject(away);
  });

  test('is Blobs.Unavailable for a bucket that does not exist', async () => {
    const { endpoint } = await s3Server('values');
    const driver = storageDriver(s3Blobs({ bucket: 'others', endpoint, credentials }));
    await expect(driver.store({}, [payloadOf('a')])).rejects.toThrow(/s3.*bucket does not exist/);
    await expect(driver.retrieve({}, [claimOf('a')])).rejects.toMatchObject({ code: 'Blobs.Unavailable' });
  });

  test('is Blobs.Unavailable for a folder that is gone, or that is a file', async () => {
    const folder = await temporaryFolder();
    const gone = storageDriver(fileBlobs({ folder: join(folder, 'gone') }));
    await expect(gone.retrieve({}, [claimOf('a')])).rejects.toMatchObject({ code: 'Blobs.Unavailable' });
    await writeFile(join(folder, 'file'), '');
    const file = storageDriver(fileBlobs({ folder: join(folder, 'file') }));
    await expect(file.store({}, [payloadOf('a')])).rejects.toMatchObject({ code: 'Blobs.Unavailable' });
  });
});

describe('changed content', () => {
  test('of a blob is noticed, whichever byte it is', async () => {
    const folder = await temporaryFolder();
    const driver = storageDriver(fileBlobs({ folder }));
    const [claim] = await driver.store({}, [payloadOf('content')]);
    const name = claim!.claimData['sha256']!;
    const place = join(folder, name.slice(0, 2), name);
    const store = fileBlobs({ folder });
    const bytes = (await store.get(name))!;
    for (let position = 0; position < bytes.length; position++) {
      const changed = Uint8Array.from(bytes);
      changed[position]! ^= 1;
      await writeFile(place, changed);
      await expect(driver.retrieve({}, [claim!])).rejects.toMatchObject({ code: 'Blobs.Tampered' });
    }
    await writeFile(place, bytes);
    expect((await driver.retrieve({}, [claim!])).map(valueOf)).toEqual(['content']);
  });

  test.each(['', '../../etc/passwd', 'a'.repeat(63), `${'A'.repeat(64)}`])(
    'of a reference leads nowhere: %j',
    async (sha256) => {
      const driver = storageDriver(fileBlobs({ folder: await temporaryFolder() }));
      await expect(driver.retrieve({}, [{ claimData: { sha256 } }])).rejects.toMatchObject({ code: 'Blobs.Tampered' });
    },
  );
});

test('no half-written file is left or read', async () => {
  const folder = await temporaryFolder();
  const store = fileBlobs({ folder });
  const bytes = randomBytes(1_000_000);
  const aborted = new AbortController();
  const put = store.put(hash(bytes), bytes, aborted.signal);
  aborted.abort();
  await put.catch(() => undefined);
  const left = (await readdir(folder, { recursive: true })).filter((name) => name.length > 70);
  expect(left).toEqual([]);
  const read = await store.get(hash(bytes));
  expect(read === undefined || hash(read) === hash(bytes)).toBe(true);
});

test.each([-1, 1.5, 262_145, Number.NaN])('a threshold of %d is refused', async (threshold) => {
  const blobs = fileBlobs({ folder: 'never-made', threshold });
  await expect(connect({ blobs, address: '127.0.0.1:1' })).rejects.toMatchObject({ code: 'Blobs.InvalidOptions' });
});

function payloadOf(value: unknown): Payload {
  return defaultPayloadConverter.toPayload(value)!;
}

function valueOf(payload: Payload): unknown {
  return defaultPayloadConverter.fromPayload(payload);
}

function claimOf(text: string): StorageDriverClaim {
  return { claimData: { sha256: hash(Buffer.from(text)) } };
}
