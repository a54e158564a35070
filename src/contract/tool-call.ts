/**
 * What a task call says of itself where a model has asked for it, so that traces know tool calls from other calls. It
 * travels in a header of the activity, in bundles with traces only.
 */
export const toolCallHeader = 'perdure-tool';

export interface ToolCallFacts {
  /** Whose model has asked. */
  readonly agent: string;
  readonly conversation: string;
  /** What the model calls the tool. */
  readonly name: string;
  /** The model's name for this call. */
  readonly id: string;
}
