#!/usr/bin/env node
import module from 'node:module';
import { finish } from './finish.js';
import { runProgram } from './program.js';

// Node 22 keeps compiled code between runs; that halves the start of commands that load the client.
(module as { enableCompileCache?: () => unknown }).enableCompileCache?.();

// A reader that has seen enough (`perdure list | head -1`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
  throw error;
});

finish(await runProgram(process.argv.slice(2)));
