import { agent, bearer, clientCredentials, mcp, PerdureError, secret, task, workflow } from 'perdure';
import { directly, scriptedModel } from 'perdure/testing';
import { describe, expect, test } from 'vitest';
import { modelName } from '../../src/mcp/to-tools.js';
import { refuseShadowed } from '../../activities/mcp/index.js';
import { failureOf, like } from '../flux/open-app.js';

const command: [string] = ['some-server'];
const codeOf = (make: () => unknown): unknown => {
  try {
    return make();
  } catch (error) {
    return PerdureError.is(error) ? [error.code, error.message] : error;
  }
};

describe('a definition', () => {
  test('says all its mistakes at once', () => {
    const options = { command: [], url: 'ftp://x', connection: 'sometimes', colour: 1, tools: { a: { retries: 3 } } };
    expect(codeOf(() => mcp('wrong', options as never))).toEqual([
      'Mcp.InvalidOptions',
      like(
        /either command.*or url[\s\S]*colour[\s\S]*command must be[\s\S]*http:\/\/[\s\S]*pooled[\s\S]*unknown option 'retries'/,
      ),
    ]);
  });

  test('has a name that leaves room for those of its tools', () => {
    expect(codeOf(() => mcp('a.b', { command }))).toEqual(['Mcp.InvalidOptions', like(/letters, digits, _ and -/)]);
  });

  test('takes secrets by name only', () => {
    expect(codeOf(() => bearer('abc' as never))).toEqual(['Mcp.InvalidOptions', like(/never the token itself/)]);
    expect(codeOf(() => clientCredentials({ clientId: 'a', clientSecret: 'b' as never, issuer: 'x' }))).toEqual([
      'Mcp.InvalidOptions',
      like(/clientSecret/),
    ]);
    expect(
      codeOf(() => mcp('in_clear', { url: 'https://x.example', headers: { Authorization: 'Bearer abc' } })),
    ).toEqual(['Mcp.InvalidOptions', like(/headers.Authorization would be kept in the code/)]);
    expect(codeOf(() => secret(''))).toEqual(['Secret.InvalidName', like(/name of a secret/)]);
    const crm = mcp('crm_of_test', { url: 'https://x.example', auth: bearer(secret('CRM_TOKEN')) });
    expect(codeOf(() => crm.withOptions({ secrets: { OTHER: 'X' } }))).toEqual([
      'Mcp.InvalidOptions',
      like(/'OTHER' is none of the secrets.*there are: CRM_TOKEN/),
    ]);
  });

  test('belongs to a file, not to a run', async () => {
    const made = workflow('makes_a_server', async () => mcp('made_in_run', { command }).serverName);
    expect(await failureOf(directly(made, undefined))).toMatchObject({ code: 'Mcp.DefinedInWorkflow' });
  });

  test('is refused next to a task that has the name of one of its tools', () => {
    mcp('shadow', { command });
    expect(refuseShadowed).not.toThrow();
    task('shadow.read', async () => 1);
    expect(refuseShadowed).toThrow(/task 'shadow.read' .* belongs to the MCP server 'shadow'/);
  });
});

describe('names for models', () => {
  test('have what every provider accepts', () => {
    expect(modelName('files', 'read_file')).toBe('files_read_file');
    expect(modelName('files', 'read.file/now')).toBe('files_read_file_now');
    const [one, two] = [modelName('files', `${'x'.repeat(80)}1`), modelName('files', `${'x'.repeat(80)}2`)];
    expect([one.length, two.length]).toEqual([64, 64]);
    expect(one).not.toBe(two);
  });

  test('that two tools of different servers would share are refused with both', async () => {
    const list = (name: string) => [{ name, inputSchema: { type: 'object' } }];
    const connector = {
      listTools: async ({ name }: { readonly name: string }) => list(name === 'notes' ? 'a_b' : 'b'),
    };
    const [first, second] = [mcp('notes', { command }), mcp('notes_a', { command })];
    const ask = () => agent('both', { instructions: 'Help.', model: 'scripted/one', tools: [first, second] })('Hello?');
    const models = { scripted: scriptedModel(['Hello.']) };
    expect(await failureOf(directly(ask, undefined, { models, mcp: connector as never }))).toMatchObject({
      code: 'Agent.InvalidTool',
      message: like(/'notes.a_b' and 'notes_a.b' would both be called 'notes_a_b'/),
    });
  });
});

test('outside of a worker nobody connects', async () => {
  const lonely = mcp('lonely', { command });
  expect(await failureOf(lonely.tools())).toMatchObject({ code: 'Mcp.NoConnector', message: like(/directly/) });
});
