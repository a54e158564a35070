import type { SkillFinding } from '../../src/contract/skills.js';
import { isUsableName, nameProblems } from './check-name.js';
import { finding } from './finding.js';
import type { FrontMatter } from './read-front-matter.js';

/** What the fields of a skill say, as far as they can be used. */
export interface SkillFields {
  readonly name: string;
  readonly description: string;
  readonly allowedTools: readonly string[];
}

const standard = ['name', 'description', 'license', 'compatibility', 'metadata', 'allowed-tools'];
const longestDescription = 1_024;
const longestCompatibility = 500;

/**
 * Reads the fields by the rules of the standard.
 * @param folder the name of the skill's folder
 * @returns `undefined` with an error among the findings for a skill that cannot be used
 */
export function checkFields(
  { fields, at }: FrontMatter,
  folder: string,
  path: string,
  findings: SkillFinding[],
): SkillFields | undefined {
  const say = (severity: SkillFinding['severity'], field: string, problem: string): void =>
    void findings.push(finding(severity, path, `${field} ${problem}`, at(field)));
  for (const field of Object.keys(fields).filter((key) => !standard.includes(key))) {
    say('warning', field, "is no field of the standard; what is your own belongs in 'metadata'");
  }
  const name = readName(fields['name'], folder, say);
  const description = readDescription(fields['description'], say);
  checkOthers(fields, say);
  const allowedTools = readTools(fields['allowed-tools'], say);
  return name === undefined || description === undefined ? undefined : { name, description, allowedTools };
}

type Say = (severity: SkillFinding['severity'], field: string, problem: string) => void;

function readName(name: unknown, folder: string, say: Say): string | undefined {
  if (isUsableName(name)) {
    for (const problem of nameProblems(name, folder)) say('warning', 'name', problem);
    return name;
  }
  const problem = name === undefined || name === null || name === '' ? 'is missing' : 'cannot be used as one';
  if (isUsableName(folder)) {
    say('warning', 'name', `${problem}; the folder's is taken, '${folder}'`);
    return folder;
  }
  say('error', 'name', problem);
  return undefined;
}

function readDescription(description: unknown, say: Say): string | undefined {
  const text = typeof description === 'string' ? description.trim() : description;
  if (text === undefined || text === null || text === '') {
    say('error', 'description', 'is missing: a model chooses by it');
    return undefined;
  }
  if (typeof text !== 'string') {
    say('error', 'description', `has to be a text, but is a ${kindOf(text)}; put it in quotes`);
    return undefined;
  }
  if (text.length <= longestDescription) return text;
  say(
    'warning',
    'description',
    `has ${text.length} characters; ${longestDescription} is the most, the rest is cut off`,
  );
  return text.slice(0, longestDescription);
}

function checkOthers({ license, compatibility, metadata }: Readonly<Record<string, unknown>>, say: Say): void {
  if (license !== undefined && typeof license !== 'string') say('warning', 'license', 'has to be a text');
  if (compatibility !== undefined) {
    const fits =
      typeof compatibility === 'string' && compatibility !== '' && compatibility.length <= longestCompatibility;
    if (!fits) say('warning', 'compatibility', `has to be a text of 1 to ${longestCompatibility} characters`);
  }
  if (metadata === undefined) return;
  const isMap = typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata);
  if (!isMap || Object.values(metadata).some((value) => typeof value !== 'string')) {
    say('warning', 'metadata', 'has to be fields with texts; put numbers and the like in quotes');
  }
}

function readTools(tools: unknown, say: Say): string[] {
  if (tools === undefined || tools === null) return [];
  if (typeof tools === 'string') return splitTools(tools);
  say('warning', 'allowed-tools', 'has to be one text with spaces between the names');
  return Array.isArray(tools) ? tools.filter((tool) => typeof tool === 'string') : [];
}

/** Spaces inside brackets belong to a pattern: `Bash(git log:*)`. */
function splitTools(text: string): string[] {
  return text.match(/[^\s,(]+(?:\([^)]*\))?/g) ?? [];
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'list' : typeof value === 'object' ? 'group of fields' : typeof value;
}
