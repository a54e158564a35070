import { InvalidArgumentError, Option } from 'commander';
import { toPort } from '../port-option.js';
import type { MetricsPlace } from './metrics-relay.js';

/** `--metrics 127.0.0.1:9464` */
export function metricsOption(): Option {
  return new Option('--metrics <host:port>', 'serve the metrics of the worker for Prometheus').argParser(toPlace);
}

function toPlace(text: string): MetricsPlace {
  const [, host, port] = /^(?:http:\/\/)?([^:/\s]+):(\d+)(?:\/metrics)?$/.exec(text) ?? [];
  if (host === undefined || port === undefined)
    throw new InvalidArgumentError('Give a host and a port, such as 127.0.0.1:9464.');
  return { host, port: toPort(port) };
}
