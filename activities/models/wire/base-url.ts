import { ModelError } from '../../../src/model/model-error.js';

/** Where a server is, and what its address says about who we are. */
export interface BaseUrl {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Takes name and password out of an address: `fetch` refuses them there, with a message that quotes them.
 * @throws PerdureError `Model.InvalidRequest` for what is no address
 */
export function baseUrl(who: string, text: string): BaseUrl {
  // Not quoted in the message: there may be a password in it.
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) {
    throw new ModelError('InvalidRequest', {
      message: `${who}: its base URL is no address. Write one such as 'http://127.0.0.1:8080'.`,
    });
  }
  const url = new URL(text);
  const { username, password } = url;
  url.username = '';
  url.password = '';
  url.pathname = url.pathname.replace(/\/+$/, '');
  if (username === '' && password === '') return { url, headers: {} };
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { url, headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` } };
}

/** An address below another, whatever path that one has. */
export function below({ url }: BaseUrl, path: string): URL {
  const full = new URL(url);
  const [pathname = '', search = ''] = path.split('?');
  full.pathname = `${url.pathname.replace(/\/+$/, '')}${pathname}`;
  full.search = search;
  return full;
}
