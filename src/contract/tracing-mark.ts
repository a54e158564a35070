/** Names the random numbers of traces in a run; a bundle that holds it was made for a worker with traces. */
export const tracingMark = 'perdure.tracing';
