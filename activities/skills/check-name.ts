/** What a model can be given to choose from, whatever a skill's author had in mind. */
const usable = /^[\p{L}\p{N}._:-]{1,64}$/u;

export function isUsableName(name: unknown): name is string {
  return typeof name === 'string' && usable.test(name);
}

/** How a name breaks the standard, in words; empty if it does not. */
export function nameProblems(name: string, folder: string): string[] {
  const problems: string[] = [];
  if (name.length > 64) problems.push(`has ${name.length} characters; 64 is the most`);
  if (!/^[a-z0-9-]*$/.test(name)) problems.push('may have lower-case letters a-z, digits and - only');
  if (/^-|-$|--/.test(name)) problems.push('may not begin or end with - nor have two of them in a row');
  if (name !== folder) problems.push(`has to be the folder's name, which is '${folder}'`);
  return problems;
}
