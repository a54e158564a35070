import type { NativeConnection } from '@temporalio/worker';
import { pausedAttribute } from '../src/contract/control.js';

/** Temporal's number for a search attribute of type keyword list. */
const keywordList = 7;

/**
 * Whether the namespace has the search attribute of open pauses; tries to add it where it is missing. Where that is
 * not allowed, runs keep the names in their memo, and lists are slower.
 */
export async function ensurePausedAttribute(connection: NativeConnection, namespace: string): Promise<boolean> {
  try {
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    if (pausedAttribute in (customAttributes ?? {})) return true;
    await connection.operatorService.addSearchAttributes({
      namespace,
      searchAttributes: { [pausedAttribute]: keywordList },
    });
    return true;
  } catch {
    return false;
  }
}
