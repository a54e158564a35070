import { fileURLToPath } from 'node:url';

// Run from source (by our tests) the files next to this one are TypeScript, and the bundler compiles them.
const isSource = import.meta.url.endsWith('.ts');

/** Real files of this folder that webpack is pointed at. */
export const ownFiles = {
  stub: fileURLToPath(new URL(isSource ? './stub.ts' : './stub.js', import.meta.url)),
  warmZod: fileURLToPath(new URL(isSource ? './warm-zod.ts' : './warm-zod.js', import.meta.url)),
  generated: fileURLToPath(new URL(isSource ? './generated.ts' : './generated.js', import.meta.url)),
} as const;
