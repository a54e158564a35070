import { PerdureError } from '../errors.js';
import type { ModelProvider } from '../ports/model-provider.js';

/** @throws PerdureError `Model.UnknownProvider` listing those there are */
export function findProvider(
  providers: Readonly<Record<string, ModelProvider>>,
  name: string,
  where: string,
): ModelProvider {
  const provider = Object.hasOwn(providers, name) ? providers[name] : undefined;
  if (provider !== undefined) return provider;
  const known = Object.keys(providers).sort().join(', ');
  throw new PerdureError({
    code: 'Model.UnknownProvider',
    message: `${where}: there is no model provider '${name}'. There are: ${known || 'none'}. Register one with the option 'models'.`,
    details: { provider: name },
  });
}

/** @throws PerdureError `Model.NoTools` */
export function refuseTools(provider: ModelProvider, model: string, tools: number, where: string): void {
  if (tools === 0 || provider.abilitiesOf(model).tools) return;
  throw new PerdureError({
    code: 'Model.NoTools',
    message: `${where}: model '${model}' cannot call tools. Choose another model, or leave out the tools.`,
    details: { model },
  });
}
