import pico from 'picocolors';

export type Colours = ReturnType<typeof pico.createColors>;

/** Colours for a stream: none without a terminal, on a dumb one, or where `NO_COLOR` is set to anything. */
export function createColours(stream: { readonly isTTY?: boolean }): Colours {
  const wanted = stream.isTTY === true && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb';
  return pico.createColors(wanted);
}
