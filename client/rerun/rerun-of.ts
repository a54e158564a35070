/** Memo key of a run that repeats another one from its start. */
export const rerunMemo = 'perdure.rerunOf';

/** The run that a run repeats. */
export interface RerunOf {
  readonly id: string;
  readonly runId: string;
  /** Why, if somebody said so. */
  readonly reason: string | null;
}

/** What the memo of a run says about it. */
export function rerunOf(memo: Readonly<Record<string, unknown>> | undefined): RerunOf | undefined {
  const said = memo?.[rerunMemo] as Partial<RerunOf> | undefined;
  if (typeof said?.id !== 'string' || typeof said.runId !== 'string') return undefined;
  return { id: said.id, runId: said.runId, reason: typeof said.reason === 'string' ? said.reason : null };
}

const mark = '.rerun-';

/** What the ids of all reruns of a run begin with, also those of a rerun of a rerun: so that they can be found. */
export function rerunPrefix(id: string): string {
  const end = id.lastIndexOf(mark);
  return `${end > 0 ? id.slice(0, end) : id}${mark}`;
}
