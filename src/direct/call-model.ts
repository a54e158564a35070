import type { ModelCall } from '../agent/model-call.js';
import { buildRequest } from '../agent/build-request.js';
import type { ModelCallResult } from '../contract/model-call.js';
import { findProvider, refuseTools } from '../model/find-provider.js';
import type { CancelScope } from './cancel-scope.js';
import type { DirectRuntime } from './direct-runtime.js';
import { host } from './host.js';

/** Calls the provider in place. One attempt: retries are Temporal's. */
export function callModelDirectly(
  { settings }: DirectRuntime,
  scope: CancelScope,
  { task, conversation, spec, from, phase }: ModelCall,
): Promise<ModelCallResult> {
  const controller = host.abortController();
  return scope.until<ModelCallResult>(`agent '${task.name}'`, (resolve, reject) => {
    const call = async (): Promise<ModelCallResult> => {
      const where = `agent '${task.name}'`;
      const provider = findProvider(settings.models, spec.provider, where);
      refuseTools(provider, spec.model, spec.tools.length, where);
      const built = buildRequest(spec, conversation.messages.slice(from), phase, provider.abilitiesOf(spec.model));
      const request = JSON.parse(JSON.stringify(built.request)) as typeof built.request;
      const reply = await provider.generate(request, {
        signal: controller.signal,
        secret: (name) => Promise.resolve(settings.secrets[name]),
        onDelta: () => undefined,
      });
      return { reply, formatted: built.formatted, attempts: 1 };
    };
    call().then(resolve, reject);
    return () => controller.abort();
  });
}
