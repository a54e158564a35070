/**
 * Finds, gets, starts and stops the Temporal servers, so that nobody has to:
 * `const server = await findOrStartServer({ folder: process.cwd(), report: terminalReport(process.stderr) });`
 * @module
 */
export { findOrStartServer, type FindOrStartOptions, type FoundServer } from './find-or-start.js';
export { locateDevServer, type LocatedServer, type LocateOptions } from './locate-dev-server.js';
export { locateTimeSkippingServer, type LocatedTestServer } from './locate-time-skipping-server.js';
export { reachCluster, type Cluster } from './reach-cluster.js';
export { terminalReport, type Progress, type Report, type TerminalReport } from './report.js';
export { serversFolder } from './servers-folder.js';
export {
  findServer,
  forgetServer,
  rememberServer,
  stopRemembered,
  type Remember,
  type RememberedServer,
} from './server-state.js';
export { type ServerEnd } from './launch-dev-server.js';
export { startDevServer, type DevServer, type StartDevServerOptions } from './start-dev-server.js';
