/** What a browser or a workflow sandbox finds behind the Node door `perdure/worker`: a sentence instead of a riddle. */
throw new Error(
  "perdure/worker runs in Node only and cannot be imported by workflow code or a browser. Definitions come from 'perdure'; import 'perdure/worker' in the program that needs it.",
);
export {};
