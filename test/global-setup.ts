import { startDevServer, terminalReport } from '../cli/server/index.js';

/** One dev server for all server tests of a run; tests keep apart by task queues and ids of their own. */
export default async function startServer(): Promise<() => Promise<void>> {
  const report = terminalReport(process.stderr);
  const server = await startDevServer({ report });
  process.env['PERDURE_TEST_ADDRESS'] = server.address;
  return () => server.stop();
}
