import { parseArgs } from 'node:util';
import { experiments, type ExperimentName } from './experiments.js';

export interface BenchOptions {
  /** Three rounds of everything. */
  readonly quick: boolean;
  readonly only: readonly ExperimentName[];
  /** Exit code 1 when a target is missed. */
  readonly strict: boolean;
  /** Whether workers write CPU profiles. */
  readonly profile: boolean;
  /** Where the raw samples go. */
  readonly json: string | undefined;
  /** The folder for plots. */
  readonly svg: string | undefined;
}

export const usage = `npm run bench [-- --quick] [--only NAME,NAME] [--json FILE] [--svg DIR] [--profile] [--strict]
  --quick    3 rounds of everything
  --only     of: ${experiments.join(', ')}
  --json     write every sample to FILE
  --svg      draw ratios and times into DIR
  --profile  let the workers write CPU profiles into bench/results
  --strict   exit with 1 when a target is missed`;

/** The options of one run; `undefined` when only the usage is wanted. */
export function parseOptions(args: readonly string[]): BenchOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', default: experiments.join(',') },
      json: { type: 'string' },
      svg: { type: 'string' },
      profile: { type: 'boolean', default: false },
      strict: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) return undefined;
  const { quick, profile, strict, json, svg } = values;
  return { quick, profile, strict, json, svg, only: values.only.split(',').map(toExperiment) };
}

function toExperiment(name: string): ExperimentName {
  const found = experiments.find((known) => known === name.trim());
  if (found === undefined) throw new Error(`There is no experiment '${name}'. There are: ${experiments.join(', ')}.`);
  return found;
}
