import { PerdureError } from '../../src/errors.js';
import { checkAddress } from './check-address.js';
import { checkingLookup, type Resolve, systemResolve } from './checking-lookup.js';
import { explainFailure } from './explain-failure.js';
import { type FetchSettings, fetchSettings, type PublicFetchOptions } from './fetch-settings.js';
import { nextRequest, type PublicRequest, redirectTarget } from './next-request.js';
import { type PublicResponse, readResponse } from './public-response.js';

/**
 * Asks an address that a model or an end user chose. It reaches the public internet only: no private, local or cloud
 * metadata address, however it is written, whatever its name is looked up as, and wherever a redirect leads.
 *
 * ```ts
 * const page = await publicFetch(url, { signal: taskContext().signal });
 * ```
 * A status such as 404 is an answer, no error.
 * @throws PerdureError `Net.AddressRefused`, `Net.InvalidUrl`, `Net.TooLarge`, `Net.TooManyRedirects`,
 * `Net.InvalidOptions`, none of which a retry would help; `Net.TimedOut`, `Net.Unreachable`; the reason of `signal`
 */
export async function publicFetch(url: string | URL, options: PublicFetchOptions = {}): Promise<PublicResponse> {
  return fetchPublic(url, options, systemResolve);
}

/** The same with a way to look names up. */
export async function fetchPublic(
  url: string | URL,
  options: PublicFetchOptions,
  resolve: Resolve,
): Promise<PublicResponse> {
  const settings = fetchSettings(options);
  const timeIsUp = AbortSignal.timeout(settings.timeout);
  const signal = settings.signal ? AbortSignal.any([settings.signal, timeIsUp]) : timeIsUp;
  const { url: first } = checkAddress(url, settings.allow);
  try {
    return await follow({ ...settings, url: first }, { ...settings, signal, resolve });
  } catch (error) {
    settings.signal?.throwIfAborted();
    throw timeIsUp.aborted && !PerdureError.is(error) ? timedOut(first.host, settings.timeout) : error;
  }
}

interface Way extends FetchSettings {
  readonly signal: AbortSignal;
  readonly resolve: Resolve;
}

async function follow(first: PublicRequest, way: Way): Promise<PublicResponse> {
  let request = first;
  for (let redirects = 0; ; redirects++) {
    const end = await send(request, way);
    if (!(end instanceof Redirect)) return end;
    if (redirects === way.maxRedirects) throw tooManyRedirects(first.url.host, way.maxRedirects);
    request = nextRequest(request, end.status, end.target);
  }
}

class Redirect {
  constructor(
    readonly status: number,
    readonly target: URL,
  ) {}
}

/** Every address on the way is checked as the first one, and has connections of its own. */
async function send(
  { url: given, method, headers, body }: PublicRequest,
  way: Way,
): Promise<PublicResponse | Redirect> {
  const { url, isAllowed } = checkAddress(given, way.allow);
  // A tenth of a second to load, which only those who fetch have to wait for.
  const { Agent, fetch } = await import('undici');
  const agent = new Agent(isAllowed ? {} : { connect: { lookup: checkingLookup(way.resolve) } });
  try {
    const response = await fetch(url, {
      method,
      headers: [...headers],
      body,
      redirect: 'manual',
      signal: way.signal,
      dispatcher: agent,
    });
    const target = redirectTarget(response.status, response.headers.get('location'), url);
    if (target !== undefined && way.maxRedirects > 0) return new Redirect(response.status, target);
    return await readResponse(response, url, way);
  } catch (error) {
    if (way.signal.aborted) throw error;
    throw explainFailure(error, url.host);
  } finally {
    await agent.destroy();
  }
}

function timedOut(host: string, timeout: number): PerdureError {
  return new PerdureError({
    code: 'Net.TimedOut',
    message: `The request to '${host}' was not answered to its end within ${timeout} ms. Raise 'timeout', or ask another host.`,
    retryable: true,
    details: { host, timeout },
  });
}

function tooManyRedirects(host: string, maxRedirects: number): PerdureError {
  return new PerdureError({
    code: 'Net.TooManyRedirects',
    message: `The request to '${host}' was redirected more than ${maxRedirects} times ('maxRedirects').`,
    details: { host, maxRedirects },
  });
}
