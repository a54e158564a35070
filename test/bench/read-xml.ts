/** An element of a document, with its own text. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: XmlElement[];
  text: string;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Reads the part of XML that a drawing needs, and throws at everything that is not well-formed. */
export function readXml(source: string): XmlElement {
  const document: XmlElement = { name: '', attributes: {}, children: [], text: '' };
  const open = [document];
  let end = 0;
  for (const tag of source.matchAll(/<(\/?)([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+="[^"<]*")*)\s*(\/?)>/g)) {
    const [whole, closing, name = '', attributes = '', empty] = tag;
    const inner = open.at(-1) as XmlElement;
    inner.text += plain(source.slice(end, tag.index));
    end = tag.index + whole.length;
    if (closing) {
      if (inner.name !== name || attributes !== '' || empty) throw new Error(`${whole} does not end <${inner.name}>`);
      open.pop();
      continue;
    }
    const element: XmlElement = { name, attributes: readAttributes(attributes), children: [], text: '' };
    inner.children.push(element);
    if (!empty) open.push(element);
  }
  document.text += plain(source.slice(end));
  if (open.length > 1) throw new Error(`<${open.at(-1)?.name}> has no end`);
  const [root, ...others] = document.children;
  if (root === undefined || others.length > 0 || document.text.trim() !== '') throw new Error('not one root element');
  return root;
}

/** All elements of that name, in the order of the document. */
export function findAll(element: XmlElement, name: string): XmlElement[] {
  return element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...findAll(child, name)]);
}

function readAttributes(source: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [, key = '', value = ''] of source.matchAll(/([\w:.-]+)="([^"]*)"/g)) {
    if (key in attributes) throw new Error(`the attribute ${key} stands there twice`);
    attributes[key] = plain(value);
  }
  return attributes;
}

function plain(source: string): string {
  if (/[<>]/.test(source)) throw new Error(`stray markup: ${source.trim()}`);
  return source.replace(/&(\w*;?)/g, (whole, name: string) => {
    const meant = entities[name.replace(';', '')];
    if (meant === undefined || !name.endsWith(';')) throw new Error(`unknown entity ${whole}`);
    return meant;
  });
}
