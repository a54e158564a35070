import { type Document, isMap, isScalar, LineCounter, type ParsedNode, parseDocument } from 'yaml';
import type { SkillFinding } from '../../src/contract/skills.js';
import { finding, type Position } from './finding.js';

/** The fields of a skill's front matter. */
export interface FrontMatter {
  readonly fields: Readonly<Record<string, unknown>>;
  /** Where a field stands in the file. */
  readonly at: (field: string) => Position | undefined;
}

/**
 * Parses the front matter as YAML's core schema: data only, no tags of others, no references from one part to another.
 * @returns `undefined` with an error among the findings where it cannot be read
 */
export function readFrontMatter(yaml: string, path: string, findings: SkillFinding[]): FrontMatter | undefined {
  const read = parse(yaml);
  const { document, lines, quoted } = read.document.errors.length > 0 ? withQuotes(yaml, read) : read;
  for (const { message, pos } of [...document.errors, ...document.warnings]) {
    findings.push(finding('error', path, message, inFile(lines, pos[0])));
  }
  if (document.errors.length + document.warnings.length > 0) return undefined;
  for (const line of quoted) {
    findings.push(finding('warning', path, 'a value with a colon in it has to be in quotes', { line, column: 1 }));
  }
  if (!isMap(document.contents)) {
    findings.push(finding('error', path, "the front matter has to consist of fields, such as 'name: …'"));
    return undefined;
  }
  const { items } = document.contents;
  const at = (field: string): Position | undefined => {
    const key = items.find((item) => isScalar(item.key) && String(item.key.value) === field)?.key;
    return key?.range ? inFile(lines, key.range[0]) : undefined;
  };
  try {
    return { fields: document.toJS({ maxAliasCount: 0 }) as Record<string, unknown>, at };
  } catch {
    findings.push(finding('error', path, "references ('&' and '*') are not allowed in the front matter"));
    return undefined;
  }
}

interface Parsed {
  readonly document: Document.Parsed<ParsedNode>;
  readonly lines: LineCounter;
  /** Lines of the file that were read as if their value were in quotes. */
  readonly quoted: readonly number[];
}

function parse(yaml: string, quoted: readonly number[] = []): Parsed {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { schema: 'core', lineCounter: lines, prettyErrors: false, logLevel: 'silent' });
  return { document: document as Parsed['document'], lines, quoted };
}

/** What people write most often and YAML does not take: `description: Use it for this: that`. */
function withQuotes(yaml: string, asItIs: Parsed): Parsed {
  const quoted: number[] = [];
  const mended = yaml.split('\n').map((line, index) => {
    const [, key, value] = /^([\w-]+:[ \t]+)([^\s'"|>[{&*!#].*:(?:[ \t].*)?)$/.exec(line.trimEnd()) ?? [];
    if (key === undefined || value === undefined) return line;
    quoted.push(index + 2);
    return `${key}${JSON.stringify(value)}`;
  });
  const again = parse(mended.join('\n'), quoted);
  return again.document.errors.length === 0 ? again : asItIs;
}

/** The front matter begins in the second line of the file. */
function inFile(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset);
  return { line: line + 1, column: col };
}
