import { findDefinition } from '../../definition/register.js';
import { runtime } from '../../runtime.js';
import { type TaskDefinition, taskDefinition } from '../../task/definition.js';
import { type WorkflowDefinition, workflowDefinition } from '../../workflow/definition.js';
import { ask } from '../ask.js';
import { agentDefinition, type Handoff } from '../definition.js';
import type { AgentTool } from '../to-tool.js';
import { type Tool, toolSource, type ToolSource } from '../tool.js';
import { skillParts } from './skill-set.js';

/**
 * Says, once per run and agent, which tools a skill counts on that the agent does not have. A skill for another program
 * often names that program's tools, so this is no error.
 */
export function warnOfMissingTools(
  agent: string,
  skills: Iterable<{ readonly name: string; readonly allowedTools: readonly string[] }>,
): void {
  const told = runtime().state('perdure.skills.told', () => new Set<string>());
  if (told.has(agent)) return;
  told.add(agent);
  const tools = toolNames(agent);
  if (tools === undefined) return;
  for (const { name, allowedTools } of skills) {
    const missing = allowedTools.filter((tool) => !tools.has(nameOf(tool)));
    if (missing.length === 0) continue;
    runtime().log.warn(
      `skill '${name}': its allowed-tools name ${missing.map((tool) => `'${tool}'`).join(', ')}, which agent '${agent}' does not have.`,
    );
  }
}

/** A name may come with a pattern for the arguments: `Bash(git:*)`. */
function nameOf(tool: string): string {
  return tool.replace(/\(.*$/s, '');
}

/** The names of an agent's tools, or `undefined` where only asking a server would tell. */
function toolNames(agent: string): ReadonlySet<string> | undefined {
  const found = findDefinition('agent', agent) as Handoff | undefined;
  if (found === undefined) return undefined;
  const names = new Set<string>();
  for (const tool of found[agentDefinition].options.tools ?? []) {
    const some = namesOf(tool, agent);
    if (some === undefined) return undefined;
    for (const name of some) names.add(name);
  }
  return names;
}

function namesOf(tool: AgentTool, agent: string): readonly string[] | undefined {
  const part = tool as unknown as Partial<Record<symbol, unknown>>;
  const definition = (part[taskDefinition] ?? part[workflowDefinition]) as
    TaskDefinition | WorkflowDefinition | undefined;
  if (definition) return [definition.name];
  if (part[skillParts]) return [];
  if (tool !== (ask as AgentTool) && part[agentDefinition] === undefined) return undefined;
  return ((tool as ToolSource)[toolSource]({ agent }) as readonly Tool[]).map(({ spec }) => spec.name);
}
