/** Far more than any provider says about an error. */
const longest = 20_000;

/**
 * What a refused request is answered with: JSON if it is, else the beginning of the text. The status alone has to do where
 * the connection breaks.
 */
export async function readErrorBody(response: Response, signal: AbortSignal): Promise<unknown> {
  const whole = await response.text().catch(() => '');
  signal.throwIfAborted();
  const text = whole.slice(0, longest);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
