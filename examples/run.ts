// `node dist/examples/run.js [01-hello …]`: runs the examples, all of them by default, and fails if one does.
// They use the server of TEMPORAL_ADDRESS; without it a dev server is started for them.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { testEnvironment } from 'perdure/testing';

const folder = new URL('./', import.meta.url);
const all = readdirSync(folder).filter((name) => /^\d\d-/.test(name));
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !all.includes(name));
if (unknown.length > 0) {
  console.error(`There is no example ${unknown.join(', ')}. There are: ${all.join(', ')}`);
  process.exit(2);
}

async function run(name: string, address: string): Promise<boolean> {
  console.log(`\n--- ${name}`);
  const env = { ...process.env, TEMPORAL_ADDRESS: address };
  const child = spawn(process.execPath, [fileURLToPath(new URL(`${name}/main.js`, folder))], { env, stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  return code === 0;
}

async function runAll(address: string): Promise<void> {
  const failed: string[] = [];
  for (const name of wanted.length > 0 ? wanted : all) if (!(await run(name, address))) failed.push(name);
  console.log(failed.length > 0 ? `\nFailed: ${failed.join(', ')}` : '\nAll went well.');
  process.exitCode = failed.length > 0 ? 1 : 0;
}

const given = process.env.TEMPORAL_ADDRESS;
if (given) await runAll(given);
else {
  const server = await testEnvironment({ app: new URL('./01-hello/app.js', folder), timeSkipping: false });
  await runAll(server.address);
  await server.close();
}
