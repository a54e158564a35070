import { PerdureError } from '../../src/errors.js';
import { loadApp } from '../../worker/load-app.js';
import { bundleApp } from '../../worker/index.js';
import { type AppProblem, problemsOf } from './app-problem.js';
import { type AppSummary, describeApp } from './describe-app.js';
import { graphProblems } from './graph-problems.js';

export interface CheckedApp {
  readonly app: AppSummary;
  readonly problems: readonly AppProblem[];
}

/** What the bundler would only say again about a file that cannot even be loaded. */
const sayLoadProblemAgain = [
  'Bundle.SyntaxError',
  'Bundle.ModuleNotFound',
  'Bundle.MissingExport',
  'Bundle.ModuleFailed',
];

/** Loads, validates and bundles an app, and gathers everything that is wrong with it. */
export async function checkApp(files: readonly string[]): Promise<CheckedApp> {
  const loading = await loadAll(files);
  const bundling = await problemsIn(async () => void (await bundleApp({ app: files })));
  const fresh =
    loading.length === 0
      ? bundling
      : bundling.filter(({ code }) => code.startsWith('Bundle.') && !sayLoadProblemAgain.includes(code));
  return { app: describeApp(files), problems: [...loading, ...graphProblems(), ...fresh] };
}

/** Each file by itself, so that a problem in one does not hide those of the next. */
async function loadAll(files: readonly string[]): Promise<AppProblem[]> {
  const problems: AppProblem[] = [];
  for (const [index, file] of files.entries()) {
    const found = await problemsIn(() => loadApp([file]));
    // Whether anything was defined is known after the last one.
    const isLast = index === files.length - 1;
    problems.push(...found.filter(({ code }) => code !== 'App.Empty' || (isLast && problems.length === 0)));
  }
  return problems;
}

async function problemsIn(action: () => Promise<void>): Promise<AppProblem[]> {
  try {
    await action();
    return [];
  } catch (error) {
    if (!PerdureError.is(error) && !(error instanceof Error)) throw error;
    return problemsOf(error);
  }
}
