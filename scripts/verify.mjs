// `npm run verify`: the gate, the same for people and for CI. `--quick`: what needs no server, in half a minute.
// `--without-tests`: all but vitest, for after `npm test`.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root, setup } from './setup.mjs';

const quick = process.argv.includes('--quick');
const withoutTests = process.argv.includes('--without-tests');
const bin = (name) => join(root, 'node_modules/.bin', name);

/** @type {[title: string, command: string, args: string[]][]} */
const steps = [
  ['format', bin('prettier'), ['--check', '--log-level=warn', '.']],
  ['lint', bin('oxlint'), ['--type-aware', '--deny-warnings']],
  ['quoted code', process.execPath, ['scripts/check-docs.mjs']],
  ...(withoutTests
    ? []
    : [
        [
          'tests',
          bin('vitest'),
          quick ? ['run', '--project', 'fast', '--exclude', 'test/**/*.bundle.test.ts'] : ['run'],
        ],
      ]),
  ...(quick
    ? []
    : [
        ['package', bin('publint'), ['--strict']],
        ['types of every door', bin('attw'), ['--pack', '.', '--profile', 'esm-only', '--quiet']],
        ['unused', bin('knip'), []],
        ['file sizes', process.execPath, ['scripts/check-sizes.mjs']],
      ]),
];

setup();
const results = steps.map(([title, command, args]) => {
  const began = Date.now();
  console.log(`\n--- ${title}`);
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  return { title, ok: status === 0, seconds: ((Date.now() - began) / 1_000).toFixed(1) };
});
console.log();
for (const { title, ok, seconds } of results) console.log(`${ok ? 'ok  ' : 'FAIL'} ${title} (${seconds} s)`);
const failed = results.filter(({ ok }) => !ok).length;
console.log(`${results.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
