import type { StandardSchemaV1 } from '@standard-schema/spec';
import { PerdureError } from '../errors.js';
import type { ToolCallFacts } from '../contract/tool-call.js';
import type { ToolSpec } from '../model/request.js';
import type { Risk } from '../task/definition.js';

/** A tool as the loop uses it, whatever it was made of. */
export interface Tool {
  readonly spec: ToolSpec;
  /** Checks what the model wrote, before anything runs. Default: whoever runs the tool checks. */
  readonly input: StandardSchemaV1 | undefined;
  readonly risk: Risk | undefined;
  /** Whether it has to run alone: it changes something, or a person is asked. */
  readonly isBarrier: boolean;
  /**
   * @param call what traces say of the call, for tools that are tasks
   * @throws what went wrong, in words for the model
   */
  run(input: unknown, call?: ToolCallFacts): Promise<unknown>;
}

/** For whom tools are. */
export interface ToolUser {
  /** The agent's name. */
  readonly agent: string;
}

/** Something that gives tools when an agent begins its work: a server that has to be asked, a memory. */
export interface ToolSource {
  readonly [toolSource]: (user: ToolUser) => readonly Tool[] | Promise<readonly Tool[]>;
  /** What the agent's instructions say about the tools; asked after them. */
  readonly [toolHint]?: (user: ToolUser) => string | undefined | Promise<string | undefined>;
}

/** Registered: copies of the library recognise each other's. */
export const toolSource = Symbol.for('perdure.tools');
export const toolHint = Symbol.for('perdure.tool-hint');

export function invalidTool(agent: string, tool: string, problem: string): PerdureError {
  return new PerdureError({
    code: 'Agent.InvalidTool',
    message: `agent '${agent}': tool '${tool}' ${problem}`,
    details: { agent, tool },
  });
}
