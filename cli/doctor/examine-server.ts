import { isGrpcServiceError } from '@temporalio/client';
import type { App } from '../../client/index.js';
import { pausedAttribute } from '../../src/contract/control.js';
import type { Finding } from './finding.js';

const notFound = 5;

/** The server, the namespace, and what the namespace knows of our pauses. */
export async function examineServer(app: App): Promise<Finding[]> {
  const { client } = app;
  const { serverVersion } = await client.connection.workflowService.getSystemInfo({});
  const server: Finding = { level: 'ok', text: `Temporal server ${serverVersion ?? ''} at ${app.address}` };
  return [server, ...(await examineNamespace(app))];
}

async function examineNamespace({ client }: App): Promise<Finding[]> {
  const { namespace } = client.options;
  try {
    await client.connection.workflowService.describeNamespace({ namespace });
  } catch (error) {
    if (!isGrpcServiceError(error) || error.code !== notFound) throw error;
    const remedy = `Name another with --namespace, or create it: temporal operator namespace create ${namespace}`;
    return [{ level: 'fail', text: `no namespace '${namespace}'`, remedy }];
  }
  return [{ level: 'ok', text: `namespace '${namespace}'` }, await examineAttribute(client, namespace)];
}

async function examineAttribute(client: App['client'], namespace: string): Promise<Finding> {
  const { customAttributes } = await client.connection.operatorService.listSearchAttributes({ namespace });
  if (pausedAttribute in (customAttributes ?? {})) return { level: 'ok', text: `search attribute ${pausedAttribute}` };
  return {
    level: 'warn',
    text: `no search attribute ${pausedAttribute}: lists of paused runs are slower`,
    remedy: `A worker adds it if it may; or: temporal operator search-attribute create --name ${pausedAttribute} --type KeywordList`,
  };
}
