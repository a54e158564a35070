// Documents quote code that compiles and name things that exist. Prints one line for each problem and exits with 1.
// `--write` refreshes the quotes first. `--root FOLDER` looks at another tree (for this script's own tests).
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values: flags } = parseArgs({ options: { write: { type: 'boolean' }, root: { type: 'string' } } });
const root = flags.root ? resolve(flags.root) : dirname(dirname(fileURLToPath(import.meta.url)));
const code = new Set(['ts', 'tsx', 'typescript', 'js', 'mjs', 'cjs', 'javascript']);
const shell = new Set(['sh', 'bash', 'shell', 'console', 'zsh']);
/** Where quotes come from: all of it is compiled and run by the tests. */
const sources = ['examples/', 'test/examples/'];
const problems = [];

function filesIn(folder, matches) {
  const path = join(root, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((file) => matches.test(file) && !file.includes('node_modules'))
    .map((file) => join(folder, file));
}

const read = (file) => readFileSync(join(root, file), 'utf8');
const textOf = (folder) => filesIn(folder, /\.ts$/).map(read).join('\n');
const documents = ['README.md', 'AGENTS.md', 'REVIEW.md']
  .filter((file) => existsSync(join(root, file)))
  .concat(filesIn('docs', /\.md$/).sort());

/** The parts of a document: fences with the line they begin in, and prose with every line kept in its place. */
function split(text) {
  const fences = [];
  const prose = [];
  let open;
  text.split('\n').forEach((line, index) => {
    const [, marker, info] = /^\s*(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    prose.push(open || marker ? '' : line);
    if (open && marker?.startsWith(open.marker) && info.trim() === '') {
      fences.push({ ...open, end: index });
      open = undefined;
    } else if (open) open.lines.push(line);
    else if (marker) {
      const [language = '', source] = info.trim().split(/\s+/);
      open = { marker, language, source, line: index + 1, lines: [] };
    }
  });
  return { fences, prose, open };
}

/** A region of a file, or the whole file, without the markers and without the indentation all its lines share. */
function quote(source) {
  const [file, name] = source.split('#');
  if (!sources.some((folder) => file.startsWith(folder)))
    return { problem: `quotes come from ${sources.join(' or ')}` };
  if (!existsSync(join(root, file))) return { problem: `there is no file ${file}` };
  const lines = read(file).replace(/\n$/, '').split('\n');
  const begin = name === undefined ? -1 : lines.findIndex((line) => line.trim() === `// #region ${name}`);
  if (name !== undefined && begin < 0) return { problem: `${file} has no '// #region ${name}'` };
  const length =
    name === undefined ? lines.length : lines.slice(begin + 1).findIndex((line) => isEnd(line, lines[begin]));
  if (length < 0) return { problem: `region ${name} of ${file} has no end` };
  const body = lines.slice(begin + 1, begin + 1 + length).filter((line) => !/^\s*\/\/ #(end)?region\b/.test(line));
  const indents = body.filter((line) => line.trim()).map((line) => /^ */.exec(line)[0].length);
  return { lines: body.map((line) => line.slice(Math.min(...indents))) };
}

/** Regions may lie in each other: the end belongs to the beginning with the same indentation. */
function isEnd(line, begin) {
  return line.trim() === '// #endregion' && /^ */.exec(line)[0] === /^ */.exec(begin)[0];
}

function checkQuotes(file, { fences, open }, report) {
  if (open) report(open.line, 'this code block is not closed');
  const drifted = [];
  for (const fence of fences.filter(({ language }) => code.has(language))) {
    if (!fence.source) {
      report(
        fence.line,
        `a ${fence.language} block without a source; write \`\`\`${fence.language} examples/…/app.ts#region`,
      );
      continue;
    }
    const { lines, problem } = quote(fence.source);
    if (problem) report(fence.line, problem);
    else if (lines.join('\n') !== fence.lines.join('\n')) drifted.push({ ...fence, wanted: lines });
  }
  if (!flags.write)
    for (const { line, source } of drifted) report(line, `differs from ${source}; refresh it with --write`);
  return drifted;
}

function refresh(file, drifted) {
  const lines = read(file).split('\n');
  for (const { line, end, wanted } of drifted.toReversed()) lines.splice(line, end - line, ...wanted);
  writeFileSync(join(root, file), lines.join('\n'));
  console.log(`${file}: ${drifted.length} refreshed`);
}

/** Anchors as GitHub makes them from headings. */
function anchorsOf(file) {
  const seen = new Map();
  return split(read(file)).prose.flatMap((line) => {
    const [, title] = /^#{1,6}\s+(.*)$/.exec(line) ?? [];
    if (title === undefined) return [];
    const plain = title
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replace(/[`*]/g, '')
      .trim()
      .toLowerCase();
    const slug = plain.replace(/[^\p{L}\p{N}\s_-]/gu, '').replace(/\s/g, '-');
    const times = seen.get(slug) ?? 0;
    seen.set(slug, times + 1);
    return [times === 0 ? slug : `${slug}-${times}`];
  });
}

function checkLinks(file, { prose }, report) {
  prose.forEach((line, index) => {
    for (const [, target] of line.replace(/`[^`]*`/g, '').matchAll(/\]\(([^)\s]+)[^)]*\)/g)) {
      if (/^[a-z]+:/i.test(target)) continue;
      const [path, anchor] = target.split('#');
      const found = path === '' ? file : relative(root, join(root, dirname(file), decodeURIComponent(path)));
      if (!existsSync(join(root, found))) report(index + 1, `the link ${target} leads nowhere`);
      else if (anchor && statSync(join(root, found)).isFile() && !anchorsOf(found).includes(anchor)) {
        report(index + 1, `${found} has no heading for #${anchor}`);
      }
    }
  });
}

/** What the command line knows, read from its sources: names of commands, and every flag that appears anywhere. */
function commandLine() {
  const list = join('cli', 'command-list.ts');
  if (!existsSync(join(root, list))) return undefined;
  const names = [...read(list).matchAll(/\bname: '([a-z]+)'/g)].map(([, name]) => name);
  const words = new Set([...textOf('cli').matchAll(/--[a-z][a-z-]*/g)].map(([word]) => word));
  return { names: new Set(names), flags: words.add('--help').add('--version') };
}

const known = commandLine();
const scripts = existsSync(join(root, 'package.json'))
  ? Object.keys(JSON.parse(read('package.json')).scripts ?? {})
  : [];

function checkCommand(line, report) {
  const text = line.replace(/(^|\s)#.*$/, '');
  const [, , name, rest = ''] = /(^|[\s;&|(])(?:npx )?perdure (-{0,2}[a-z][\w-]*)([^#;&|]*)/.exec(text) ?? [];
  if (known && name && !name.startsWith('-')) {
    if (!known.names.has(name)) return report(`there is no command 'perdure ${name}'`);
    const unknown = [...rest.matchAll(/(?<![\w-])--[a-z][a-z-]*/g)]
      .map(([word]) => word)
      .filter((word) => !known.flags.has(word));
    for (const word of unknown) report(`'perdure ${name}' has no ${word}`);
  }
  for (const [, script] of text.matchAll(/\bnpm run (?:--silent )?([a-z][\w:-]*)/g)) {
    if (!scripts.includes(script)) report(`package.json has no script '${script}'`);
  }
}

function checkCommands({ fences, prose }, report) {
  for (const { language, lines, line } of fences) {
    if (shell.has(language))
      lines.forEach((text, index) => checkCommand(text, (what) => report(line + 1 + index, what)));
  }
  prose.forEach((line, index) => {
    for (const [, text] of line.matchAll(/`([^`]+)`/g)) {
      if (/^(npx perdure|perdure|npm run) /.test(text)) checkCommand(text, (what) => report(index + 1, what));
    }
  });
}

for (const file of documents) {
  const report = (line, what) => problems.push(`${file}:${line}  ${what}`);
  const parts = split(read(file));
  const drifted = checkQuotes(file, parts, report);
  checkLinks(file, parts, report);
  checkCommands(parts, report);
  if (flags.write && drifted.length > 0) refresh(file, drifted);
}
/** Each package has a row with its reason, and no row is left behind. */
function checkDependencies(file, report) {
  const { dependencies, peerDependencies, devDependencies } = JSON.parse(read('package.json'));
  const installed = Object.keys({ ...dependencies, ...peerDependencies, ...devDependencies });
  const rows = read(file)
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  const listed = rows.flatMap((row) => [...row.split('|')[1].matchAll(/`([^`]+)`/g)].map(([, name]) => name));
  for (const name of installed) if (!listed.includes(name)) report(1, `the package ${name} has no row`);
  for (const name of listed) if (!installed.includes(name)) report(1, `${name} is listed but not in package.json`);
}

const dependencies = join('docs', 'dependencies.md');
if (documents.includes(dependencies)) {
  checkDependencies(dependencies, (line, what) => problems.push(`${dependencies}:${line}  ${what}`));
}
if (documents.length === 0) problems.push('no document was found');
for (const problem of problems) console.error(problem);
console.log(`${documents.length} documents, ${problems.length === 0 ? 'no problem' : `${problems.length} problems`}`);
process.exitCode = problems.length === 0 ? 0 : 1;
