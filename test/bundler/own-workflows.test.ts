import { fileURLToPath } from 'node:url';
import { bundleApp } from 'perdure/worker';
import { describe, expect, test } from 'vitest';

const of = (app: string): string => fileURLToPath(new URL(`../${app}`, import.meta.url));

describe('the workflow of chats, with all that agents are made of', () => {
  test('is in the bundle of an app with agents', async () => {
    const { code, preloaded } = await bundleApp({ app: of('agent/fixtures/agents.mjs') });
    expect(code).toContain('perdure.chat');
    expect(preloaded.some((file) => file.endsWith('dist/src/agent/chat-session.js'))).toBe(true);
  });

  test('is in no other bundle', async () => {
    const { code, preloaded } = await bundleApp({ app: of('flux/fixtures/lifecycle.mjs') });
    expect(code).not.toContain('perdure.chat');
    expect(preloaded.filter((file) => file.includes('/dist/src/agent/'))).toEqual([]);
    // What webpack remarks beside imports and exports is left to the app's own modules.
    const [, outcome = ''] = /"[^"]*dist\/src\/outcome\.js"\n([^]*?)\/\*\*\*\/ }/.exec(code) ?? [];
    expect(outcome).toContain('succeeded');
    expect(outcome).not.toContain('harmony');
  });
});
