/**
 * Where user code made a definition, as `file:line:column`: the first frame that is not this library's.
 *
 * The query string of a reloaded module is dropped, so that the same place evaluated again is recognised.
 */
export function callerPlace(): string {
  // V8's way to ask for more frames than ten; not part of the language, hence not of its types.
  const errors = Error as { stackTraceLimit?: number };
  const limit = errors.stackTraceLimit;
  errors.stackTraceLimit = 30;
  const stack = new Error().stack ?? '';
  errors.stackTraceLimit = limit;
  const frames = stack.split('\n').slice(1).map(locationOf);
  const own = frames[0]?.replace(/definition\/place\.[jt]s:.*$/, '') ?? '';
  const frame = frames.find((location) => location !== undefined && (own === '' || !location.startsWith(own)));
  return frame ?? 'unknown place';
}

function locationOf(line: string): string | undefined {
  const location = /\(?((?:file:\/\/)?[^\s()]+:\d+:\d+)\)?$/.exec(line)?.[1];
  return location?.replace(/^file:\/\//, '').replace(/\?[^:]*(?=:\d+:\d+$)/, '');
}
