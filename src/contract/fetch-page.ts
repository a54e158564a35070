/**
 * What the tool `fetch_page` asks a worker for, and what it gets.
 *
 * `{ "url": "https://example.com/tea", "allow": [], "maxBytes": 100000, "timeout": 30000, "maxRedirects": 5 }`
 */
export interface FetchPage {
  /** The model's. */
  readonly url: string;
  /** The app's, as everything that follows. */
  readonly allow: readonly string[];
  /** Bytes of the body, after decompression. */
  readonly maxBytes: number;
  /** Milliseconds. */
  readonly timeout: number;
  readonly maxRedirects: number;
}

export interface FetchedPage {
  readonly status: number;
  /** Where it came from, after redirects. */
  readonly url: string;
  readonly contentType: string | null;
  /** The body as it came; for what is no text, a sentence that says so. */
  readonly text: string;
  /** Whether there was more of it. */
  readonly truncated: boolean;
}
