/** What a person can do who has no dev server; every message that ends the search closes with them. */
export const devServerChoices: readonly string[] = [
  'Install the Temporal CLI, and put it on PATH or its path into PERDURE_TEMPORAL_CLI.',
  'Set TEMPORAL_ADDRESS to a Temporal cluster you already have.',
  'Install Go 1.25 or newer and try again: the Temporal CLI is then built once, in about five minutes.',
  'Run `docker compose up` with the docker-compose.yml of perdure, and set TEMPORAL_ADDRESS=127.0.0.1:7233.',
];
