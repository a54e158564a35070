// Rooms stay small: the median source file under 90 lines, none over 400.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './setup.mjs';

const rooms = [
  'src',
  'workflows',
  'activities',
  'telemetry',
  'codec',
  'worker',
  'client',
  'cli',
  'testing',
  'bench',
  'examples',
];
const files = execFileSync('git', ['ls-files', ...rooms], { cwd: root, encoding: 'utf8' })
  .split('\n')
  .filter((file) => /\.[mc]?tsx?$/.test(file));
const sizes = files
  .map((file) => ({ file, lines: readFileSync(join(root, file), 'utf8').split('\n').length - 1 }))
  .sort((a, b) => b.lines - a.lines);
const median = sizes[Math.floor(sizes.length / 2)]?.lines ?? 0;
const long = sizes.filter(({ lines }) => lines > 400);
console.log(`${sizes.length} files, median ${median} lines, longest ${sizes[0]?.file} with ${sizes[0]?.lines}`);
for (const { file, lines } of long) console.error(`${file}: ${lines} lines, more than 400`);
if (sizes.length === 0 || median >= 90 || long.length > 0) process.exitCode = 1;
