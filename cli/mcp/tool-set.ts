import { setImmediate as turn } from 'node:timers/promises';
import { checkArguments } from './check-arguments.js';
import { runTools } from './run-tools.js';
import type { McpTool, ToolSettings } from './tool.js';
import { catalogueTools } from './workflow-catalogue.js';
import { workflowTool } from './workflow-tool.js';

/** Names that no workflow's tool may have. */
export const reservedNames: readonly string[] = [
  'list_workflows',
  'describe_workflow',
  'start_workflow',
  'get_result',
  'get_status',
  'list_pauses',
  'resume',
  'cancel_workflow',
];

/** All tools of a server, and the calls under way. */
export class ToolSet {
  readonly list: readonly McpTool[];
  private readonly byName: ReadonlyMap<string, McpTool>;
  private readonly calls = new Set<Promise<unknown>>();

  constructor(
    settings: ToolSettings,
    /** Largest answer as JSON. */
    readonly maxBytes: number,
  ) {
    const own = [...catalogueTools(settings), ...runTools(settings)].map(withCheckedArguments);
    this.list = [...own, ...[...settings.workflows.values()].map((served) => workflowTool(served, settings))];
    this.byName = new Map(this.list.map((tool) => [tool.spec.name, tool]));
  }

  find(name: string): McpTool | undefined {
    return this.byName.get(name);
  }

  /** Does a call's work, and remembers it until it has ended. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    const call = work();
    this.calls.add(call);
    try {
      return await call;
    } finally {
      this.calls.delete(call);
    }
  }

  /** The end of the calls under way, with those that have just arrived, and their answers written. */
  async settled(): Promise<void> {
    await turn();
    while (this.calls.size > 0) await Promise.allSettled(this.calls);
    await turn();
  }
}

/** A workflow's tool is checked by the workflow's own schema; the others have nothing but the one they show. */
function withCheckedArguments({ spec, run }: McpTool): McpTool {
  return {
    spec,
    run: async (input, call) => {
      checkArguments(spec.name, spec.inputSchema, input);
      return run(input, call);
    },
  };
}
