/**
 * Definitions and control flow, for files that run both in Node and in Temporal's workflow sandbox:
 *
 * ```ts
 * import { task, workflow } from 'perdure';
 * const greet = task('greet', async (name: string) => `Hello, ${name}`);
 * export const hello = workflow('hello', async (name: string) => greet(name));
 * ```
 * @module
 */
export { task, type Task } from './task/task.js';
export type { AnyTask, CacheOptions, CircuitBreakerOptions, Risk, TaskOptions } from './task/definition.js';
export type { Approval } from './task/approval-schema.js';
export type { ErrorClass, RetryOptions } from './retry/retry-options.js';
export { taskContext, type AbortSignal, type TaskContext } from './task/task-context.js';
export { RetryAfter } from './task/retry-after.js';
export { workflow, type Workflow, type WorkflowArguments } from './workflow/workflow.js';
export type { WorkflowOptions } from './workflow/definition.js';
export type { ChildRun } from './runtime.js';
export { parallel } from './flow/parallel.js';
export { pipeline } from './flow/pipeline.js';
export { race } from './flow/race.js';
export { map, type MapOptions } from './flow/map.js';
export { mapPages, type Page } from './flow/map-pages.js';
export { continueAsNew } from './flow/continue-as-new.js';
export type { Call, ConcurrencyOptions } from './flow/calls.js';
export { Graph } from './graph/graph.js';
export type { Action, GraphAction } from './graph/action.js';
export type { EdgeOptions, When } from './graph/edge.js';
export type { GraphProblem, GraphValidation } from './graph/graph-problem.js';
export type { AnyNodes } from './graph/graph-types.js';
export type { Join, NodeOptions } from './graph/node.js';
export type { NodeState, NodeStates } from './graph/node-state.js';
export type { GraphJson } from './graph/to-json.js';
export { saga, type Undo } from './flow/saga.js';
export { uncancellable } from './flow/uncancellable.js';
export { pause, type PauseOptions, type TimedPauseOptions } from './flow/pause.js';
export { now, progress, sleep } from './flow/time.js';
export { choose, random, randomInteger, uuid4 } from './flow/random.js';
export { log, type Log } from './flow/log.js';
export { runInfo, type RunInfo } from './flow/run-info.js';
export { isCancellation } from './cancellation.js';
export { PerdureError, type ErrorCode, type PerdureErrorOptions } from './errors.js';
export type { ErrorFacts } from './contract/failure.js';
export type { Outcome } from './outcome.js';
export type { Duration } from './duration.js';
export type { PointInTime } from './definition/point-in-time.js';
export { agent, type Agent } from './agent/agent.js';
export type { AgentCallOptions } from './agent/call-agent.js';
export type { AgentOptions, Handoff } from './agent/definition.js';
export type { AgentResult } from './agent/run-agent.js';
export type { AgentTool } from './agent/to-tool.js';
export type { ToolSource } from './agent/tool.js';
export type { AsToolOptions } from './agent/as-tool.js';
export { ask, type Ask } from './agent/ask.js';
export { budget, type Budget, type BudgetOptions, type Spent } from './agent/budget.js';
export type { Guardrail, Guardrails, Verdict } from './agent/guardrail.js';
export {
  type CompactOptions,
  workingMemory,
  type WorkingMemory,
  type WorkingMemoryOptions,
} from './agent/working-memory.js';
export { mcp, type McpServer } from './mcp/mcp.js';
export { type McpText, secret, type SecretReference, variable, type VariableReference } from './mcp/secret.js';
export { bearer, type ClientCredentials, clientCredentials, type McpAuth } from './mcp/auth.js';
export type {
  McpCallOptions,
  McpEndpointOptions,
  McpOptions,
  McpProcessOptions,
  McpSettings,
  McpToolOptions,
  McpVariantOptions,
} from './mcp/options.js';
export type {
  McpAnnotations,
  McpPrompt,
  McpPromptText,
  McpReply,
  McpResource,
  McpResult,
  McpTool,
} from './contract/mcp.js';
export { skill, type Skill, type SkillOptions } from './agent/skills/skill.js';
export { skills, type Skills, type SkillsInput } from './agent/skills/skills.js';
export { fetchTool, type FetchToolOptions } from './agent/web/fetch-tool.js';
export { workspaceTools, type WorkspaceOptions } from './agent/workspace/workspace-tools.js';
export { longTermMemory, type LongTermMemory, type LongTermMemoryOptions } from './agent/memory/long-term-memory.js';
export type { Json } from './json.js';
export type {
  AssistantMessage,
  MediaPart,
  Message,
  Opaque,
  ProviderPart,
  ReasoningPart,
  RefusalPart,
  TextPart,
  ToolCallPart,
  ToolMessage,
  ToolResultPart,
  UserMessage,
} from './model/message.js';
export { ModelError, type ModelErrorOptions, type ModelProblem } from './model/model-error.js';
export type { ModelPrice, ModelPrices } from './model/cost.js';
export type { ModelReply, StopReason, Usage } from './model/reply.js';
export type { JsonSchema, ModelRequest, ModelSettings, Reasoning, ToolSpec } from './model/request.js';
export type { Delta, ModelAbilities, ModelCallContext, ModelProvider } from './ports/model-provider.js';
export type { StreamEvent, StreamFrame } from './contract/stream.js';
export type { StreamChannel, SubscribeOptions } from './ports/stream-channel.js';
