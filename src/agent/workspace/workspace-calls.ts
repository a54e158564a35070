/**
 * What the tools of a workspace are asked for, as it travels to the worker: the model's own words, and the folder that
 * the app has declared. Names are those the model sees.
 *
 * ```json
 * { "workspace": "./notes", "path": "todo.md", "offset": 1, "limit": 20 }
 * ```
 */
export interface WorkspaceCalls {
  readonly read_file: { readonly path: string; readonly offset?: number; readonly limit?: number };
  readonly list_directory: { readonly path?: string };
  readonly find_files: { readonly pattern: string; readonly path?: string; readonly limit?: number };
  readonly grep: {
    readonly pattern: string;
    readonly path?: string;
    readonly glob?: string;
    readonly ignore_case?: boolean;
    readonly limit?: number;
  };
  readonly write_file: { readonly path: string; readonly content: string } & Partial<Previewed>;
  readonly edit_file: {
    readonly path: string;
    readonly old_text: string;
    readonly new_text: string;
  } & Partial<Previewed>;
  readonly run_command: { readonly command: readonly string[]; readonly cwd?: string; readonly timeout?: number };
  /** Not for models: what a person is shown before a change. */
  readonly preview_change: {
    readonly path: string;
    readonly content?: string;
    readonly old_text?: string;
    readonly new_text?: string;
  };
}

/** What a person has agreed to: the change, and the file it was computed from. */
export interface Previewed {
  /** Unified, of lines. */
  readonly diff: string;
  /** SHA-256 of the file before, as hexadecimal digits; `null` if there was none. */
  readonly before: string | null;
}

export type WorkspaceTask = keyof WorkspaceCalls;
/** Those a model may call. */
export type WorkspaceTool = Exclude<WorkspaceTask, 'preview_change'>;

export type WorkspaceCall<Name extends WorkspaceTask> = WorkspaceCalls[Name] & { readonly workspace: string };
