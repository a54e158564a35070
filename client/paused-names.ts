import type { WorkflowExecutionInfo } from '@temporalio/client';
import { pausedAttribute, pausedMemo } from '../src/contract/control.js';

/** The open pauses a list or a description shows for a run: from the search attribute, or the memo where it is missing. */
export function pausedNames(info: Pick<WorkflowExecutionInfo, 'searchAttributes' | 'memo'>): string[] {
  // The untyped form: a namespace may hold the attribute under any type the operator chose.
  const attribute: unknown = info.searchAttributes[pausedAttribute];
  const names = Array.isArray(attribute) && attribute.length > 0 ? attribute : info.memo?.[pausedMemo];
  return Array.isArray(names) ? names.filter((name): name is string => typeof name === 'string') : [];
}
