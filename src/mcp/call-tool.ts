import type { McpAnswer, McpResult, McpTool, McpToolAnswer } from '../contract/mcp.js';
import { PerdureError } from '../errors.js';
import type { Json } from '../json.js';
import { runtime } from '../runtime.js';
import { approve } from '../task/approve.js';
import { toolCall, toolName } from './call.js';
import type { McpServerDefinition } from './define-server.js';
import { elicit, questionDigest } from './elicit.js';

/** A tool that asks more than this in one call is not asked back. */
const mostQuestions = 20;

/**
 * Calls a tool: once a person has agreed, where that is asked for, and again with the answer whenever the server has a
 * question for a person. No activity waits for one.
 * @throws PerdureError `Mcp.ToolFailed` if the tool says that it failed, `Task.Rejected`
 */
export async function callTool(server: McpServerDefinition, tool: McpTool, input: Json): Promise<McpResult> {
  const { task, facts } = toolCall(server, tool, input);
  if (task.approval !== false) await approve(task, [input]);
  const answers: McpAnswer[] = [];
  for (;;) {
    const told = answers.length > 0 ? { ...facts, answers } : facts;
    const answer = (await runtime().callTask(task, [input, told])) as McpToolAnswer;
    if (answer.content !== undefined) return resultOf(server, tool, answer);
    if (answers.length === mostQuestions) throw tooManyQuestions(server, tool);
    const { question } = answer;
    answers.push({ to: questionDigest(question), ...(await elicit(task.name, input, question)) });
  }
}

function resultOf(
  { name }: McpServerDefinition,
  tool: McpTool,
  { isError, ...result }: McpResult & { readonly isError?: true },
): McpResult {
  if (isError !== true) return result;
  throw new PerdureError({
    code: 'Mcp.ToolFailed',
    message: result.text || `Tool '${toolName(name, tool.name)}' failed, and does not say why.`,
    details: { server: name, tool: tool.name },
  });
}

function tooManyQuestions({ name }: McpServerDefinition, tool: McpTool): PerdureError {
  return new PerdureError({
    code: 'Mcp.TooManyQuestions',
    message: `Tool '${toolName(name, tool.name)}' has asked ${mostQuestions} questions in one call, and goes on asking.`,
    details: { server: name, tool: tool.name },
  });
}
