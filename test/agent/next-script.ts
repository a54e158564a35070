import { scriptedModel, type ScriptedModel, type ScriptedReply } from 'perdure/testing';

/** What the next run's model says; the provider stays the same for the worker. */
export function nextScript() {
  let script: ScriptedModel;
  return {
    models: {
      scripted: {
        abilitiesOf: () => ({ tools: true, output: 'native' as const }),
        generate: (...call: Parameters<ScriptedModel['generate']>) => script.generate(...call),
      },
    },
    says: (...replies: ScriptedReply[]): ScriptedModel => (script = scriptedModel(replies)),
  };
}
