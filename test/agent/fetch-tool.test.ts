import { agent, fetchTool, type FetchToolOptions } from 'perdure';
import { directly, scriptedModel, type ScriptedModel } from 'perdure/testing';
import { expect, test } from 'vitest';
import { type WebServer, webServer } from '../activities/net/web-server.js';

let count = 0;

/** What a model is told that asks for these addresses, one after the other. */
async function told(options: FetchToolOptions, ...urls: readonly unknown[]): Promise<string[]> {
  const calls = urls.map((url) => ({ toolCalls: [{ name: 'fetch_page', arguments: { url } as never }] }));
  const scripted: ScriptedModel = scriptedModel([...calls, 'Done.']);
  const name = `fetcher_${(count += 1)}`;
  const run = () => agent(name, { instructions: 'Read.', model: 'scripted/one', tools: [fetchTool(options)] })('Go.');
  expect(await directly(run, undefined, { models: { scripted } })).toBe('Done.');
  return urls.map((_, index) => JSON.stringify(scripted.requests[index + 1]?.messages.at(-1)).replaceAll('\\"', '"'));
}

const site = (): Promise<WebServer> =>
  webServer((request, response) => {
    const type = { '/image': 'image/png', '/json': 'application/json', '/feed': 'application/atom+xml' }[
      request.url ?? ''
    ];
    if (type !== undefined || request.url === '/page') response.setHeader('content-type', type ?? 'text/html');
    if (request.url === '/gone') response.statusCode = 404;
    response.end(request.url === '/long' ? 'x'.repeat(300) : `<p>${request.url}</p>`);
  });

test('a model gets status, address, type and the plain body', async () => {
  const { url, host } = await site();
  const [page, gone, json, feed] = await told(
    { allow: [host] },
    ...['page', 'gone', 'json', 'feed'].map((path) => `${url}/${path}`),
  );
  for (const part of [
    '"status":200',
    `"url":"${url}/page"`,
    '"contentType":"text/html"',
    '<p>/page</p>',
    '"truncated":false',
  ])
    expect(page).toContain(part);
  expect(gone).toMatch(/"status":404.*"contentType":null.*<p>\/gone<\/p>/);
  expect([json, feed]).toEqual([expect.stringContaining('<p>/json</p>'), expect.stringContaining('<p>/feed</p>')]);
});

test('what is long is cut, and what is no text is named', async () => {
  const { url, host } = await site();
  const [long, image] = await told({ allow: [host], maxBytes: 100 }, `${url}/long`, `${url}/image`);
  expect(long).toMatch(/"text":"x{100}","truncated":true/);
  expect(image).toContain('(image/png: no text, 13 bytes)');
});

test('a model that asks for a private address is told so, and may go on', async () => {
  const { url, requests } = await site();
  const [local, metadata, nonsense, nothing] = await told(
    {},
    `${url}/page`,
    'http://169.254.169.254/latest/meta-data/',
    'tea',
    undefined,
  );
  expect(local).toMatch(/refused.*loopback/);
  expect(metadata).toMatch(/refused.*linkLocal/);
  expect(nonsense).toMatch(/no absolute URL/);
  expect(nothing).toMatch(/is missing/);
  expect(requests).toEqual([]);
});

test('wrong options are all said at once', () => {
  const wrong = { allow: 'wiki', maxBytes: 2_000_000, timeout: 'soon', hosts: [] } as unknown as FetchToolOptions;
  expect(() => fetchTool(wrong)).toThrow(
    expect.objectContaining({
      code: 'Agent.InvalidOptions',
      message: expect.stringMatching(/hosts[^]*allow[^]*maxBytes[^]*soon/),
    }),
  );
});
