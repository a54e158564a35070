import type { Agent } from '../src/agent/agent.js';
import { agentDefinition } from '../src/agent/definition.js';
import { listDefinitions } from '../src/definition/register.js';
import { findProvider, refuseTools } from '../src/model/find-provider.js';
import type { ModelProvider } from '../src/ports/model-provider.js';

/**
 * What an agent of the app needs of its model is known before the first call. Those a run makes itself are checked then.
 * @throws PerdureError `Model.UnknownProvider`, `Model.NoTools`
 */
export function checkModels(providers: Readonly<Record<string, ModelProvider>>): void {
  for (const [name, { definition }] of listDefinitions('agent')) {
    const { model, tools } = (definition as Agent<unknown>)[agentDefinition];
    const where = `agent '${name}'`;
    refuseTools(findProvider(providers, model.provider, where), model.model, tools.length, where);
  }
}
