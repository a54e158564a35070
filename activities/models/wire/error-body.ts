/** Far more than any provider says about an error. */
const longest = 20_000;

/** What a refused request is answered with: JSON if it is, else the beginning of the text. */
export async function readErrorBody(response: Response): Promise<unknown> {
  const text = (await response.text().catch(() => '')).slice(0, longest);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
