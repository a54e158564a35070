/** The two parts of a `SKILL.md`. */
export interface SkillText {
  /** YAML, from the file's second line on. */
  readonly frontMatter: string;
  readonly body: string;
}

/** The closing line is the first that has three dashes and nothing else; later ones are rules of the Markdown. */
const parts = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)\r?\n---[ \t]*(?:\r?\n|$)/;

/** Splits a `SKILL.md`; `undefined` where it does not begin with front matter. A word after the dashes makes it none. */
export function splitFrontMatter(text: string): SkillText | undefined {
  const match = parts.exec(text);
  if (match === null) return undefined;
  return { frontMatter: match[1] ?? '', body: text.slice(match[0].length) };
}
