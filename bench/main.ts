/**
 * `npm run bench`: perdure beside hand-written Temporal, on the same server, interleaved.
 * @module
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasPassed } from './compare.js';
import { parseOptions, usage } from './parse-options.js';
import { drawPlots } from './plots/draw-plots.js';
import { type Findings, renderReport } from './render-report.js';
import { runExperiments } from './run-experiments.js';

const results = fileURLToPath(new URL('../../bench/results/', import.meta.url));

const options = parseOptions(process.argv.slice(2));
if (options === undefined) {
  console.log(usage);
} else {
  mkdirSync(results, { recursive: true });
  const { findings, samples } = await runExperiments(options, results);
  const report = renderReport(findings);
  console.log(report);
  writeFileSync(join(results, 'latest.md'), `${report}\n`);
  if (options.json !== undefined) writeFileSync(options.json, JSON.stringify({ ...findings, samples }, undefined, 1));
  if (options.svg !== undefined) writePlots(options.svg, findings);
  const { comparisons, servers, bundles } = findings;
  const missed = [...comparisons, ...(servers ? [servers] : [])].some((row) => hasPassed(row) === false);
  if (options.strict && (missed || (bundles?.vendors.length ?? 0) > 0)) process.exitCode = 1;
}

function writePlots(folder: string, findings: Findings): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, svg] of drawPlots(findings)) {
    const file = join(folder, name);
    writeFileSync(file, svg);
    process.stderr.write(`${file}\n`);
  }
}
