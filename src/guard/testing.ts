/** What a browser or a workflow sandbox finds behind the Node door `perdure/testing`: a sentence instead of a riddle. */
throw new Error(
  "perdure/testing runs in Node only and cannot be imported by workflow code or a browser. Definitions come from 'perdure'; import 'perdure/testing' in the program that needs it.",
);
export {};
