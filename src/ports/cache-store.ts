/** A result as a cache keeps it. */
export interface CacheEntry {
  /** The result, as JSON. */
  readonly json: string;
  /** SHA-256 of name, key and `json`, by which damage is noticed. */
  readonly digest: string;
  /** Milliseconds since 1970; `null` holds for ever. */
  readonly expires: number | null;
}

/**
 * Where task results with the option `cache` are kept. Stores forget what has expired, and need no locks: identical
 * calls of one worker are joined before they get here.
 */
export interface CacheStore {
  get(key: string): Promise<CacheEntry | undefined>;
  set(key: string, entry: CacheEntry): Promise<void>;
  close?(): Promise<void>;
}
