/**
 * How what agents show travels between processes: the doors of workers and of clients both show it.
 * @module
 */
export { inProcessStream } from './in-process-stream.js';
export { postgresStream, type PostgresStreamOptions } from './postgres/postgres-stream.js';
export { httpStream, type HttpStreamOptions } from './http/http-stream.js';
export {
  type ListenOptions,
  type ListeningHub,
  streamHub,
  type StreamHub,
  type StreamHubOptions,
} from './http/stream-hub.js';
export { streamFromEnvironment } from './stream-from-environment.js';
