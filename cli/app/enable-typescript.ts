/** Whether a file must be compiled before Node can load it. */
export function isTypeScript(file: string): boolean {
  return /\.[cm]?tsx?$/.test(file);
}

/** Lets this process import TypeScript, if one of the files is; does nothing where the process already can. */
export async function enableTypeScript(files: readonly string[]): Promise<void> {
  if (!files.some(isTypeScript)) return;
  const [modules, commonJs] = await Promise.all([import('tsx/esm/api'), import('tsx/cjs/api')]);
  commonJs.register();
  modules.register();
}
