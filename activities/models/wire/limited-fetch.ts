import { ModelError } from '../../../src/model/model-error.js';

/** In bytes. The longest replies of today's models need less on the wire, where a token can take half a kilobyte. */
const most = 64 * 1024 * 1024;

/**
 * A `fetch` whose responses end with an error when they do not end by themselves: a server that sends for ever would
 * fill the worker's memory.
 * @throws PerdureError `Model.TooLarge` while the body is read
 */
export function limitedFetch(own: typeof fetch | undefined, limit = most): typeof fetch {
  return async (input, init) => {
    const response = await (own ?? fetch)(input, init);
    if (response.body === null) return response;
    let size = 0;
    const counted = new TransformStream<Uint8Array, Uint8Array>({
      transform(bytes, controller) {
        size += bytes.length;
        if (size > limit) throw tooLarge(limit);
        controller.enqueue(bytes);
      },
    });
    return new Response(response.body.pipeThrough(counted), response);
  };
}

function tooLarge(limit: number): ModelError {
  return new ModelError('TooLarge', {
    message: `The model's server has sent more than ${limit} bytes and had not ended. Is something else at its address?`,
    details: { limit },
  });
}
