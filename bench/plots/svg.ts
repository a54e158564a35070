/** Values of attributes; numbers are written with two decimals at most. */
type Attributes = Readonly<Record<string, string | number>>;

/** An element with what is in it, which is markup already. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escape(toText(value))}"`);
  const begin = `<${name}${written.join('')}`;
  return children.length === 0 ? `${begin}/>` : `${begin}>${children.join('')}</${name}>`;
}

/** A line of text. */
export function label(x: number, y: number, words: string, attributes: Attributes = {}): string {
  return element('text', { x, y, ...attributes }, escape(words));
}

/** A straight line. */
export function line(from: readonly [number, number], to: readonly [number, number], attributes: Attributes): string {
  return element('line', { x1: from[0], y1: from[1], x2: to[0], y2: to[1], ...attributes });
}

/** A whole drawing, on white: in a dark page, too, it is read as on paper. */
export function drawing(
  title: string,
  { width, height }: { readonly width: number; readonly height: number },
  ...children: readonly string[]
): string {
  const root = {
    xmlns: 'http://www.w3.org/2000/svg',
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    role: 'img',
    'font-family': 'system-ui, sans-serif',
    'font-size': 13,
  };
  const paper = element('rect', { width, height, fill: '#ffffff' });
  return `${element('svg', root, `\n${[element('title', {}, escape(title)), paper, ...children].join('\n')}\n`)}\n`;
}

function toText(value: string | number): string {
  return typeof value === 'number' ? String(Math.round(value * 100) / 100) : value;
}

function escape(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
