/**
 * Where the Web UI of a server is, without a slash at the end: `PERDURE_UI_URL`; Temporal Cloud's; for a server on
 * this machine the dev server's convention (its port plus 1,000). `undefined` where nothing is known.
 */
export function webUiOf(address: string): string | undefined {
  const given = process.env['PERDURE_UI_URL'];
  if (given) return given.replace(/\/+$/, '');
  const [host = '', port] = address.split(/:(?=\d+$)/);
  if (host.endsWith('.tmprl.cloud') || host.endsWith('.api.temporal.io')) return 'https://cloud.temporal.io';
  if (['localhost', '127.0.0.1', '[::1]'].includes(host)) return `http://localhost:${Number(port ?? 7233) + 1_000}`;
  return undefined;
}

/** The page of one run. */
export function runUrl(
  uiUrl: string | undefined,
  namespace: string,
  workflowId: string,
  runId?: string,
): string | undefined {
  if (uiUrl === undefined) return undefined;
  const page = `${uiUrl}/namespaces/${namespace}/workflows/${encodeURIComponent(workflowId)}`;
  return runId === undefined ? page : `${page}/${runId}/timeline`;
}

/** The page of one schedule. */
export function scheduleUrl(uiUrl: string | undefined, namespace: string, name: string): string | undefined {
  return uiUrl && `${uiUrl}/namespaces/${namespace}/schedules/${encodeURIComponent(name)}`;
}
