import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { patched, upsertMemo, upsertSearchAttributes } from '@temporalio/workflow';
import { memoPatch, pausedAttribute, pausedMemo } from '../src/contract/control.js';

const attribute = defineSearchAttributeKey(pausedAttribute, SearchAttributeType.KEYWORD_LIST);
/** Temporal's limit for one search attribute is 2 KB. */
const longest = 1_800;

/**
 * Writes the names of the open pauses where lists find them. The command also keeps the pause in its place on replay.
 *
 * A namespace without the attribute would refuse the command for ever, so there the memo is used instead. Which of the
 * two a run uses is recorded in the run (only the rarer one leaves a mark): a worker that comes to know the attribute
 * later still replays older runs rightly.
 */
export function markPaused(ids: readonly string[]): void {
  const names = fitting(ids);
  if (patched(memoPatch)) upsertMemo({ [pausedMemo]: names.length > 0 ? names : null });
  else upsertSearchAttributes([{ key: attribute, value: names.length > 0 ? names : null }]);
}

function fitting(ids: readonly string[]): string[] {
  let length = 0;
  return ids.filter((id) => (length += id.length + 3) <= longest);
}
