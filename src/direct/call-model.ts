import type { ModelCall } from '../agent/model-call.js';
import { buildRequest } from '../agent/build-request.js';
import type { ModelCallResult } from '../contract/model-call.js';
import type { StreamFrame } from '../contract/stream.js';
import { toolCallsOf } from '../model/message.js';
import { findProvider, refuseTools } from '../model/find-provider.js';
import type { CancelScope } from './cancel-scope.js';
import type { DirectRuntime } from './direct-runtime.js';
import { host } from './host.js';

/** Calls the provider in place. One attempt: retries are Temporal's. */
export function callModelDirectly(
  { settings }: DirectRuntime,
  scope: CancelScope,
  { task, conversation, spec, from, turn, phase, stream }: ModelCall,
): Promise<ModelCallResult> {
  const controller = host.abortController();
  return scope.until<ModelCallResult>(`agent '${task.name}'`, (resolve, reject) => {
    const call = async (): Promise<ModelCallResult> => {
      const where = `agent '${task.name}'`;
      const provider = findProvider(settings.models, spec.provider, where);
      refuseTools(provider, spec.model, spec.tools.length, where);
      const built = buildRequest(spec, conversation.messages.slice(from), phase, provider.abilitiesOf(spec.model));
      const request = JSON.parse(JSON.stringify(built.request)) as typeof built.request;
      const place = { agent: task.name, conversation: conversation.id, turn };
      const show = (frame: StreamFrame): void => void (stream && settings.show(frame));
      show({ ...place, type: 'step-start' });
      const reply = await provider.generate(request, {
        signal: controller.signal,
        secret: (name) => Promise.resolve(settings.secrets[name]),
        onDelta(delta) {
          if (delta.type === 'text') show({ ...place, type: 'text-delta', text: delta.text });
          if (delta.type === 'reasoning') show({ ...place, type: 'reasoning-delta', text: delta.text });
        },
      });
      for (const { id, name, arguments: given } of toolCallsOf(reply.message)) {
        show({ ...place, type: 'tool-call', id, name, arguments: given });
      }
      show({ ...place, type: 'step-end', stopReason: reply.stopReason });
      return { reply, formatted: built.formatted, attempts: 1 };
    };
    call().then(resolve, reject);
    return () => controller.abort();
  });
}
