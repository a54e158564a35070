import type { Resource } from '@opentelemetry/resources';
import type { SpanProcessor } from '@opentelemetry/sdk-trace-base';
import type { OpenTelemetrySinks } from '@temporalio/interceptors-opentelemetry';
import type { InjectedSinks } from '@temporalio/worker';
import type { Packages } from './load-packages.js';

export type WorkflowSpans = InjectedSinks<OpenTelemetrySinks>;
type WorkflowInfo = Parameters<WorkflowSpans['exporter']['export']['fn']>[0];

/**
 * Takes the spans of workflow code out of the sandbox. Temporal's exporter copies everything it is told of the run into
 * every span, memo and search attributes included; names and ids are enough, and are all that may leave the house.
 */
export function workflowSpans({ temporal }: Packages, processor: SpanProcessor, resource: Resource): WorkflowSpans {
  const stock = temporal.makeWorkflowExporter(processor, resource);
  return {
    exporter: { export: { fn: (info, spans) => stock.export.fn(namesOf(info), spans) } },
  };
}

function namesOf({ workflowId, runId, workflowType, taskQueue, namespace, attempt }: WorkflowInfo): WorkflowInfo {
  const names = {
    // The names Temporal gives them in its other spans.
    temporalWorkflowId: workflowId,
    run_id: runId,
    'perdure.workflow': workflowType,
    'perdure.attempt': attempt,
    'perdure.queue': taskQueue,
    'perdure.namespace': namespace,
  };
  return names as unknown as WorkflowInfo;
}
