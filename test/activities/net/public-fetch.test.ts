import { once } from 'node:events';
import type { LookupOptions } from 'node:dns';
import { createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { PerdureError } from 'perdure';
import { publicFetch, type PublicFetchOptions } from 'perdure/worker';
import { describe, expect, test } from 'vitest';
import { checkingLookup, type Resolve } from '../../../activities/net/checking-lookup.js';
import { fetchPublic } from '../../../activities/net/public-fetch.js';
import { webServer } from './web-server.js';

async function failureOf(work: Promise<unknown>): Promise<PerdureError> {
  const error: unknown = await work.then(
    (value) => expect.fail(`expected a failure, but got ${JSON.stringify(value)}`),
    (reason: unknown) => reason,
  );
  if (PerdureError.is(error)) return error;
  throw error;
}

/** Names lead to these addresses, one list per question; the last one stays. */
function names(...answers: readonly (readonly string[])[]): Resolve & { readonly asked: string[] } {
  const asked: string[] = [];
  const resolve: Resolve = async (hostname) => {
    asked.push(hostname);
    const addresses = answers[Math.min(asked.length, answers.length) - 1] ?? [];
    return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  };
  return Object.assign(resolve, { asked });
}

/** Asks with a port where somebody listens, so that only the guard can be what stops it. */
const refused = async (url: string, options: PublicFetchOptions = {}): Promise<void> => {
  expect(await failureOf(publicFetch(url, options)), url).toMatchObject({
    code: 'Net.AddressRefused',
    retryable: false,
  });
};

describe('addresses written out', () => {
  test.each([
    ['loopback', '127.0.0.1'],
    ['another loopback', '127.8.9.1'],
    ['IPv4 as one number', '2130706433'],
    ['IPv4 in hexadecimal', '0x7f000001'],
    ['IPv4 in octal', '0177.0.0.1'],
    ['IPv4 with parts left out', '127.1'],
    ['IPv4 with a dot at its end', '127.0.0.1.'],
    ['IPv4 in wide characters', '１２７.０.０.１'],
    ['this host', '0.0.0.0'],
    ['IPv6 loopback', '[::1]'],
    ['IPv6 of no one', '[::]'],
    ['IPv4 mapped into IPv6', '[::ffff:127.0.0.1]'],
    ['IPv4 compatible IPv6', '[::127.0.0.1]'],
  ])('%s is refused, though somebody listens there', async (_, host) => {
    const server = await webServer((__, response) => response.end('secret'));
    await refused(`http://${host}:${server.port}/`);
    expect(server.requests).toEqual([]);
  });

  test.each([
    ['private', '10.0.0.1'],
    ['private', '172.16.0.1'],
    ['private', '192.168.1.1'],
    ['cloud metadata', '169.254.169.254'],
    ['carrier-grade NAT', '100.64.0.1'],
    ['documentation', '192.0.2.1'],
    ['benchmarks', '198.18.0.1'],
    ['multicast', '224.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['reserved', '240.0.0.1'],
    ['NAT64 of loopback', '[64:ff9b::7f00:1]'],
    ['local NAT64', '[64:ff9b:1::a00:1]'],
    ['6to4 of loopback', '[2002:7f00:1::]'],
    ['Teredo', '[2001::1]'],
    ['unique local', '[fd00:ec2::254]'],
    ['link local', '[fe80::1]'],
    ['site local', '[fec0::1]'],
    ['multicast', '[ff02::1]'],
  ])('%s %s is refused', async (_, host) => {
    await refused(`http://${host}/latest/meta-data/`);
  });

  test.each([
    'file:///etc/passwd',
    'ftp://example.com/',
    'data:text/plain,hi',
    'gopher://127.0.0.1:70/',
    'ws://example.com',
  ])('%s is refused: only http and https', async (url) => {
    await refused(url);
  });

  test('a user name in the address is refused, also on an allowed host', async () => {
    const server = await webServer((_, response) => response.end());
    await refused('http://example.com@127.0.0.1/');
    await refused(`http://ada:secret@${server.host}/`, { allow: [server.host] });
    const { message } = await failureOf(publicFetch('https://ada:secret@example.com/?key=4711'));
    expect(message).not.toMatch(/secret|4711/);
    expect(server.requests).toEqual([]);
  });

  test('what is no address at all is said so, without its query', async () => {
    const failure = await failureOf(publicFetch('example.com/page?key=4711'));
    expect([failure.code, failure.message]).toEqual(['Net.InvalidUrl', expect.not.stringContaining('4711')]);
  });

  test('ports of other services are refused', async () => {
    expect(await failureOf(fetchPublic('http://mail.example:25/', {}, names(['203.0.114.1'])))).toMatchObject({
      code: 'Net.AddressRefused',
      message: expect.stringContaining('port'),
    });
  });
});

describe('names', () => {
  test('localhost is refused by what the machine itself looks up', async () => {
    const server = await webServer((_, response) => response.end('secret'));
    await refused(`http://localhost:${server.port}/`);
    await refused(`http://LOCALHOST:${server.port}/`);
    expect(server.requests).toEqual([]);
  });

  test('a name is refused if one of its addresses is private, and the address stays untold', async () => {
    for (const address of ['10.1.2.3', '::1', '::ffff:10.1.2.3', '169.254.169.254']) {
      const failure = await failureOf(fetchPublic('http://shop.example/', {}, names(['203.0.114.1', address])));
      expect(failure).toMatchObject({ code: 'Net.AddressRefused', details: { host: 'shop.example' } });
      expect(`${failure.message} ${JSON.stringify(failure.details)}`).not.toContain(address);
    }
  });

  test('a name that is public when asked first and private when asked again is not connected to (DNS rebinding)', async () => {
    const server = await webServer((_, response) => response.end('secret'));
    const resolve = names(['203.0.114.1'], ['127.0.0.1']);
    // A check of one's own before the request, as a guard without the connector's lookup would make it.
    expect(await resolve('rebind.example')).toEqual([{ address: '203.0.114.1', family: 4 }]);
    const failure = await failureOf(fetchPublic(`http://rebind.example:${server.port}/`, {}, resolve));
    expect([failure.code, resolve.asked.length, server.requests.length]).toEqual(['Net.AddressRefused', 2, 0]);
  });

  test('one look-up both checks and connects: the connector gets the very addresses that were checked', async () => {
    const resolve = names(['203.0.114.1', '2606:4700::1'], ['127.0.0.1']);
    const ask = (options: LookupOptions): Promise<unknown[]> =>
      new Promise((done) => checkingLookup(resolve)('shop.example', options, (...answer) => done(answer)));
    expect(await ask({ all: true })).toEqual([
      null,
      [
        { address: '203.0.114.1', family: 4 },
        { address: '2606:4700::1', family: 6 },
      ],
    ]);
    expect(resolve.asked).toEqual(['shop.example']);
    expect(await ask({ all: true })).toEqual([expect.objectContaining({ code: 'Net.AddressRefused' }), '', 0]);
    const one = names(['203.0.114.1', '2606:4700::1']);
    expect(
      await new Promise((done) => checkingLookup(one)('a.example', { family: 6 }, (...answer) => done(answer))),
    ).toEqual([null, '2606:4700::1', 6]);
  });

  test('a name nobody knows is final, a server that is not there is not', async () => {
    const unknown = await failureOf(fetchPublic('http://nowhere.example/', {}, names([])));
    expect(unknown).toMatchObject({ code: 'Net.Unreachable', retryable: false, details: { reason: 'ENOTFOUND' } });
    const listener = createServer().listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const { port } = listener.address() as { port: number };
    listener.close();
    await once(listener, 'close');
    const gone = await failureOf(publicFetch(`http://127.0.0.1:${port}/`, { allow: ['127.0.0.1'] }));
    expect(gone).toMatchObject({ code: 'Net.Unreachable', retryable: true, details: { reason: 'ECONNREFUSED' } });
  });
});

describe('allowed hosts', () => {
  test('are reached: status, headers, text, JSON and bytes', async () => {
    const server = await webServer((_, response) => {
      response.writeHead(404, { 'content-type': 'application/json; charset=iso-8859-1', 'x-kind': 'a' });
      response.end(Buffer.from('{"name":"Zoë"}', 'latin1'));
    });
    const answer = await publicFetch(`${server.url}/a?b`, { allow: [server.host] });
    expect(answer).toMatchObject({ status: 404, ok: false, url: `${server.url}/a?b`, truncated: false });
    expect([answer.json(), answer.headers['x-kind'], answer.bytes.byteLength]).toEqual([{ name: 'Zoë' }, 'a', 14]);
  });

  test('send method, headers and body', async () => {
    const bodies: string[] = [];
    const server = await webServer(
      (request, response) => void text(request).then((body) => response.end(void bodies.push(body))),
    );
    const headers = { 'content-type': 'text/plain', authorization: 'Bearer x' };
    await publicFetch(server.url, { method: 'put', headers, body: 'hello', allow: ['127.0.0.1'] });
    expect([server.requests[0]?.method, server.requests[0]?.headers, bodies]).toEqual([
      'PUT',
      expect.objectContaining({ ...headers, 'user-agent': 'perdure' }),
      ['hello'],
    ]);
  });

  test('with a port are open at that port only, and names are no patterns', async () => {
    const [one, other] = [await webServer((_, r) => r.end('one')), await webServer((_, r) => r.end('other'))];
    expect((await publicFetch(one.url, { allow: [one.host] })).text()).toBe('one');
    await refused(other.url, { allow: [one.host] });
    await refused(one.url, { allow: ['27.0.0.1', 'localhost', '127.0.0.1.example.org', '127.0.0.2'] });
    expect(other.requests).toEqual([]);
  });

  test('open a name, whatever it leads to, and not another name that leads there', async () => {
    const server = await webServer((_, response) => response.end('inside'));
    const url = `http://localhost:${server.port}/`;
    expect((await publicFetch(url, { allow: ['localhost'] })).text()).toBe('inside');
    const failure = await failureOf(
      fetchPublic(`http://other.example:${server.port}/`, { allow: ['localhost', '127.0.0.1'] }, names(['127.0.0.1'])),
    );
    expect(failure.code).toBe('Net.AddressRefused');
  });

  test('and all other options are checked before anything is sent', async () => {
    const wrong = { maxbytes: 1, maxRedirects: -1, allow: ['*.example'], headers: { host: 'x' }, timeout: 'soon' };
    const failure = await failureOf(publicFetch('http://10.0.0.1/', wrong));
    expect(failure.code).toBe('Net.InvalidOptions');
    for (const word of ['maxbytes', 'maxRedirects', '*.example', "'host'", 'soon'])
      expect(failure.message).toContain(word);
    for (const host of ['http://a', 'a/b', 'ada@b', '', 'a b', 'a?b']) {
      expect((await failureOf(publicFetch('http://10.0.0.1/', { allow: [host] }))).code, host).toBe(
        'Net.InvalidOptions',
      );
    }
  });
});

describe('redirects', () => {
  test('from an allowed host to a private one are refused', async () => {
    const inside = await webServer((_, response) => response.end('secret'));
    for (const location of [
      inside.url,
      `//localhost:${inside.port}/`,
      `http://0x7f.1:${inside.port}`,
      'file:///etc/passwd',
    ]) {
      const outside = await webServer((_, response) => response.writeHead(302, { location }).end());
      await refused(outside.url, { allow: [outside.host] });
    }
    expect(inside.requests).toEqual([]);
  });

  test('within a host are followed, with its headers', async () => {
    const server = await webServer((request, response) => {
      if (request.url === '/old') response.writeHead(301, { location: 'new?x=1' });
      response.end('here');
    });
    const answer = await publicFetch(`${server.url}/old`, {
      headers: { authorization: 'Bearer x' },
      allow: [server.host],
    });
    expect([answer.url, answer.text()]).toEqual([`${server.url}/new?x=1`, 'here']);
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer x', 'Bearer x']);
  });

  test('to another origin leave credentials behind', async () => {
    const target = await webServer((_, response) => response.end());
    const server = await webServer((_, response) => response.writeHead(307, { location: target.url }).end());
    await publicFetch(server.url, {
      method: 'POST',
      body: 'text',
      headers: {
        authorization: 'Bearer x',
        cookie: 'a=b',
        'x-api-key': 'k',
        accept: 'text/html',
        'content-type': 'a/b',
      },
      allow: [server.host, target.host],
    });
    const [request] = target.requests;
    expect(request?.method).toBe('POST');
    expect(request?.headers).toMatchObject({ accept: 'text/html', 'content-type': 'a/b' });
    expect(Object.keys(request?.headers ?? {})).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/authorization|cookie|x-api-key/)]),
    );
  });

  test('after a POST ask for what is there, as browsers do', async () => {
    const server = await webServer((request, response) => {
      if (request.url === '/') response.writeHead(303, { location: '/done' });
      response.end();
    });
    await publicFetch(server.url, {
      method: 'POST',
      body: 'x',
      headers: { 'content-type': 'a/b' },
      allow: [server.host],
    });
    const [, second] = server.requests;
    expect([second?.method, second?.headers['content-type']]).toEqual(['GET', undefined]);
  });

  test('end after the fifth, and with none allowed the redirect itself is the answer', async () => {
    const server = await webServer((_, response) => response.writeHead(302, { location: '/' }).end());
    const failure = await failureOf(publicFetch(server.url, { allow: [server.host] }));
    expect([failure.code, failure.retryable, server.requests.length]).toEqual(['Net.TooManyRedirects', false, 6]);
    const answer = await publicFetch(server.url, { allow: [server.host], maxRedirects: 0 });
    expect([answer.status, answer.headers['location']]).toEqual([302, '/']);
  });
});

describe('limits', () => {
  /** Two hundred megabytes of zeros in two hundred kilobytes. */
  const bomb = gzipSync(Buffer.alloc(200_000_000));

  test('a small body that becomes a huge one is given up at the limit', async () => {
    const server = await webServer((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
    const before = process.memoryUsage().rss;
    const failure = await failureOf(publicFetch(server.url, { allow: [server.host] }));
    expect(failure).toMatchObject({ code: 'Net.TooLarge', retryable: false, details: { maxBytes: 5_000_000 } });
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
  });

  test('the beginning can be had instead, cut between characters', async () => {
    const server = await webServer((_, response) => response.end('ä'.repeat(1_000)));
    const answer = await publicFetch(server.url, { allow: [server.host], maxBytes: 101, onTooLarge: 'truncate' });
    expect([answer.truncated, answer.bytes.byteLength, answer.text()]).toEqual([true, 101, 'ä'.repeat(50)]);
    const whole = await publicFetch(server.url, { allow: [server.host], maxBytes: 2_000, onTooLarge: 'truncate' });
    expect([whole.truncated, whole.text().length]).toEqual([false, 1_000]);
  });

  test('a body without an end is given up at the limit too', async () => {
    const server = await webServer((_, response) => {
      const timer = setInterval(() => response.write('x'.repeat(1_000)), 1);
      response.on('close', () => clearInterval(timer));
    });
    const failure = await failureOf(publicFetch(server.url, { allow: [server.host], maxBytes: 10_000 }));
    expect(failure.code).toBe('Net.TooLarge');
  });

  test('time covers the body: one that drips is cut off', async () => {
    const server = await webServer((_, response) => {
      const timer = setInterval(() => response.write('x'), 20);
      response.on('close', () => clearInterval(timer));
    });
    const failure = await failureOf(publicFetch(server.url, { allow: [server.host], timeout: 200 }));
    expect(failure).toMatchObject({ code: 'Net.TimedOut', retryable: true, details: { timeout: 200 } });
  });

  test("the caller's signal ends it with the caller's reason", async () => {
    const server = await webServer((_, response) => response.write('x'));
    const controller = new AbortController();
    const work = publicFetch(server.url, { allow: [server.host], signal: controller.signal });
    await expect.poll(() => server.requests.length).toBe(1);
    controller.abort(new Error('enough'));
    await expect(work).rejects.toThrow('enough');
    await expect(
      publicFetch(server.url, { allow: [server.host], signal: AbortSignal.abort(new Error('before')) }),
    ).rejects.toThrow('before');
  });
});
