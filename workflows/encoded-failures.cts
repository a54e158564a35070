// Temporal requires this file by its path, in Node and in the sandbox, where a payload codec is in use.
import common = require('@temporalio/common');

/** Messages and stack traces of errors travel as a payload, so that the codec hides them too. */
const failureConverter = new common.DefaultFailureConverter({ encodeCommonAttributes: true });

// The mark is looked for in a bundle that was made elsewhere.
export = { failureConverter, mark: 'perdure.encoded-failures' };
