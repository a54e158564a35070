/** Globals of Node that the sandbox does not have, with what to use instead where there is something. */
const nodeGlobals: ReadonlyMap<string, string> = new Map([
  ['process', 'read it in a task, or pass the value in as workflow input'],
  ['setInterval', 'loop over sleep() from perdure'],
  ['clearInterval', 'loop over sleep() from perdure'],
  ['setImmediate', 'await sleep(0) from perdure'],
  ['performance', 'use now() from perdure'],
  ['crypto', 'use uuid4() or random() from perdure, or put the call into a task and await the task'],
  ...(
    'Buffer fetch require __dirname __filename global clearImmediate queueMicrotask structuredClone atob btoa Headers ' +
    'Request Response FormData Blob File WebSocket EventSource EventTarget AbortSignal ReadableStream WritableStream ' +
    'TransformStream MessageChannel BroadcastChannel CompressionStream DecompressionStream TextDecoderStream navigator'
  )
    .split(' ')
    .map((name): [string, string] => [name, '']),
]);

const generalRemedy = 'put the call into a task and await the task';

export function isNodeGlobal(name: string): boolean {
  return nodeGlobals.has(name);
}

/** What to do instead of using `name` in workflow code. */
export function remedyFor(name: string): string {
  return nodeGlobals.get(name.split('.')[0] ?? name) || generalRemedy;
}
