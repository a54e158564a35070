const slot = Symbol.for('perdure.web-ui');
const holder = globalThis as { [slot]?: string };

/** Where the Temporal Web UI of this worker's server is, if the worker knows; without a slash at the end. */
export function webUi(): string | undefined {
  return holder[slot];
}

/** Called by the bundle's entry. */
export function setWebUi(url: string | undefined): void {
  if (url !== undefined) holder[slot] = url;
}
