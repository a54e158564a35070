import type { Risk } from '../../task/definition.js';
import type { Field, Fields } from './tool-input.js';
import type { WorkspaceTask } from './workspace-calls.js';

/** A built-in tool as data. */
export interface ToolPlan {
  readonly description: string;
  readonly risk: Risk;
  readonly fields: Fields;
}

const path: Field = {
  type: 'text',
  description: 'Path of the file, from the workspace folder, with "/" between folders.',
  least: 1,
  most: 4_096,
};
const folder: Field = {
  type: 'text',
  description: 'Path of the folder, from the workspace folder. Default: the workspace folder.',
  optional: true,
  most: 4_096,
};
const content: Field = { type: 'text', description: 'The whole text of the file.', most: 500_000 };
const oldText: Field = {
  type: 'text',
  description:
    'The text to replace, exactly as it is in the file. It must be there once: take enough of what is around it.',
  least: 1,
  most: 200_000,
};
const newText: Field = { type: 'text', description: 'What takes its place.', most: 200_000 };
const limit = (most: number, usual: number, what: string): Field => ({
  type: 'whole number',
  description: `The most ${what} to give. Default ${usual}.`,
  optional: true,
  least: 1,
  most,
});

/** The tools, and the preview that approvals show. */
export const toolList: Readonly<Record<WorkspaceTask, ToolPlan>> = {
  read_file: {
    description: 'Reads a text file, or some of its lines.',
    risk: 'read',
    fields: {
      path,
      offset: { type: 'whole number', description: 'The first line, from 1. Default 1.', optional: true, least: 1 },
      limit: limit(5_000, 2_000, 'lines'),
    },
  },
  list_directory: {
    description: 'Lists what is in a folder: names, kinds, and the sizes of files in bytes.',
    risk: 'read',
    fields: { path: folder },
  },
  find_files: {
    description:
      'Finds files by their paths. Does not look into .git and node_modules, unless the path begins there, and follows no links.',
    risk: 'read',
    fields: {
      pattern: {
        type: 'text',
        description:
          'Of the path from the folder: * and ? within a name, ** for any folders, {a,b} for choices. Without "/", of the name in any folder: *.md',
        least: 1,
        most: 500,
      },
      path: folder,
      limit: limit(1_000, 200, 'files'),
    },
  },
  grep: {
    description:
      'Searches text files, line by line, for a JavaScript regular expression. Leaves out .git, node_modules, links, and files that are large or no text.',
    risk: 'read',
    fields: {
      pattern: { type: 'text', description: 'The regular expression.', least: 1, most: 1_000 },
      path: { ...folder, description: 'Path of a file or folder to search. Default: the workspace folder.' },
      glob: {
        type: 'text',
        description: 'Search only files with such paths, written as for find_files.',
        optional: true,
        least: 1,
        most: 500,
      },
      ignore_case: { type: 'yes or no', description: 'Take upper and lower case as the same.', optional: true },
      limit: limit(1_000, 100, 'lines'),
    },
  },
  write_file: {
    description: 'Writes a text file: a new one with the folders it needs, or all of one that is there.',
    risk: 'write',
    fields: { path, content },
  },
  edit_file: {
    description: 'Replaces one piece of a text file.',
    risk: 'write',
    fields: { path, old_text: oldText, new_text: newText },
  },
  run_command: {
    description:
      'Runs a program, without a shell: no pipes, no wildcards, no variables. Gives its exit code and what it printed.',
    risk: 'exec',
    fields: {
      command: { type: 'texts', description: 'The program, and each of its arguments.', least: 1, most: 500 },
      cwd: { ...folder, description: 'The folder to run it in. Default: the workspace folder.' },
      timeout: {
        type: 'whole number',
        description: 'Seconds after which it is stopped. Default 60.',
        optional: true,
        least: 1,
        most: 600,
      },
    },
  },
  preview_change: {
    description: 'Shows what a change of a file would do.',
    risk: 'read',
    fields: {
      path,
      content: { ...content, optional: true },
      old_text: { ...oldText, optional: true },
      new_text: { ...newText, optional: true },
    },
  },
};
