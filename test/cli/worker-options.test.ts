import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { perdure } from './fixtures/perdure-cli.js';
import { createProject } from './fixtures/project.js';

const app =
  "import { agent } from 'perdure';\nexport const a = agent('a', { instructions: 'Be kind.', model: 'x/y' });\n";
// Nothing listens there: whoever gets so far has read its options.
const place = ['--address', '127.0.0.1:1', '--app', 'app.mjs'];

describe("the file with a worker's options", () => {
  test('has to exist, to load and to give an object', async () => {
    const cwd = await createProject({
      'app.mjs': app,
      'number.mjs': 'export default 7;\n',
      'broken.mjs': "throw new Error('no key');\n",
    });
    const chat = (worker: string) => perdure(['chat', 'a', ...place, '--worker', worker, 'Hello'], { cwd });
    expect(await chat('none.mjs')).toMatchObject({ code: 2, stderr: expect.stringContaining('App.NotFound') });
    expect(await chat('broken.mjs')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/App\.LoadFailed.*no key/),
    });
    expect(await chat('number.mjs')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining(`Usage.InvalidWorker: ${join(cwd, 'number.mjs')}`),
    });
  });

  test('may be named in package.json', async () => {
    const described = (perdure: object) => JSON.stringify({ name: 'project', type: 'module', perdure });
    const cwd = await createProject({ 'app.mjs': app, 'package.json': described({ worker: 'options.mjs' }) });
    const end = await perdure(['chat', 'a', ...place, 'Hello'], { cwd });
    expect(end).toMatchObject({ code: 2, stderr: expect.stringContaining(join(cwd, 'options.mjs')) });
    const wrong = await createProject({ 'app.mjs': app, 'package.json': described({ worker: 7 }) });
    expect(await perdure(['chat', 'a', ...place, 'Hello'], { cwd: wrong })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('"perdure.worker" must be a path'),
    });
  });
});
