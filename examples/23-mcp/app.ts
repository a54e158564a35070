// MCP servers: tools of other programs in workflows and for agents. The server here is the protocol's own test server.
import { agent, bearer, mcp, secret, variable, workflow } from 'perdure';

// #region define
export const everything = mcp('everything', {
  command: ['node', variable('EVERYTHING_SERVER'), 'stdio'], // or ['npx', '-y', '@modelcontextprotocol/server-everything']
});

export const crm = mcp('crm', {
  url: 'https://mcp.example.com',
  auth: bearer(secret('CRM_TOKEN')),
  callTimeout: '30s',
});
// #endregion

// #region call
export const add = workflow('add', async (numbers: { a: number; b: number }) => {
  const { text } = await everything.call('get-sum', numbers);
  return text;
});
// #endregion

// #region structured
export const weather = workflow('weather', async (location: string) => {
  const { structuredContent } = await everything.call('get-structured-content', { location });
  return structuredContent; // fits the outputSchema of the tool
});
// #endregion

// #region agent
const helper = agent('helper', {
  instructions: 'Calculate with the tools you have.',
  model: 'scripted/any',
  tools: [everything.only('get-sum', 'echo')],
});
export const ask = workflow('ask', async (question: string) => helper(question));
// #endregion

// #region options
const careful = everything.withOptions({
  tools: {
    'get-sum': { retry: { maximumAttempts: 5 }, timeout: '10s' },
    echo: { approval: true, risk: 'external' },
  },
});
export const shout = workflow('shout', async (message: string) => (await careful.call('echo', { message })).text);
// #endregion

// #region tenant
export const customersOf = workflow('customers_of', async (tenant: string) => {
  const theirs = crm.withOptions({ tenant, secrets: { CRM_TOKEN: `CRM_TOKEN_${tenant}` } });
  return (await theirs.call('list_customers')).text;
});
// #endregion

// #region question
export const signUp = workflow('sign_up', async () => {
  // The tool asks for a name: the run pauses as 'elicit:everything.trigger-elicitation-request'.
  const { text } = await everything.call('trigger-elicitation-request');
  return text;
});
// #endregion
