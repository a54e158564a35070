/** Hidden files and folders, such as `.git` and `.env`, and installed packages are neither listed nor read. */
export function isLeftOut(name: string): boolean {
  return name.startsWith('.') || name === 'node_modules';
}
