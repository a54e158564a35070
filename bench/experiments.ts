/** What `--only` selects from. CPU per activity comes along with `chain` and `fan-out-100`. */
export const experiments = [
  'noop',
  'chain',
  'fan-out-100',
  'fan-out-500',
  'pause',
  'many-runs',
  'agent',
  'long-agent',
  'bundle',
  'stock',
] as const;

export type ExperimentName = (typeof experiments)[number];
