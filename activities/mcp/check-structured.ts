import type { ValidateFunction } from 'ajv';
import type { JsonSchema } from '../../src/model/request.js';
import { mcpError } from './mcp-error.js';

/** As many schemas are kept compiled. */
const most = 200;

const compiled = new Map<string, ValidateFunction>();

/**
 * Checks what a tool gave against what it had promised. Not by the SDK, which forgets the promises of all but the last
 * page of tools.
 * @throws PerdureError `Mcp.InvalidResult` with all problems
 */
export async function checkStructured(server: string, tool: string, schema: JsonSchema, value: unknown): Promise<void> {
  if (value === undefined) throw invalid(server, tool, ['/: is missing']);
  const validate = await compile(server, tool, schema);
  if (validate(value)) return;
  throw invalid(
    server,
    tool,
    (validate.errors ?? []).slice(0, 20).map(({ instancePath, message = '' }) => `${instancePath || '/'}: ${message}`),
  );
}

async function compile(server: string, tool: string, schema: JsonSchema): Promise<ValidateFunction> {
  const key = JSON.stringify(schema);
  const known = compiled.get(key);
  if (known) return known;
  try {
    const isOld = /draft-0[67]/.test(JSON.stringify(schema['$schema'] ?? ''));
    const [{ Ajv }, { Ajv2020 }, formats] = await loadAjv();
    const ajv = new (isOld ? Ajv : Ajv2020)({ strict: false, logger: false });
    formats.default.default(ajv);
    const { $id: _id, ...own } = schema;
    const validate = ajv.compile(own);
    if (compiled.size >= most) compiled.clear();
    compiled.set(key, validate);
    return validate;
  } catch (cause) {
    throw mcpError(
      'Mcp.InvalidResult',
      server,
      `the outputSchema of tool '${tool}' is no valid schema: ${(cause as Error).message}`,
      { cause },
    );
  }
}

/** Not before there is something to check: most workers never need it. */
const loadAjv = () => Promise.all([import('ajv'), import('ajv/dist/2020.js'), import('ajv-formats')]);

function invalid(server: string, tool: string, problems: readonly string[]): Error {
  const list = problems.map((problem) => `\n  ${problem}`).join('');
  return mcpError(
    'Mcp.InvalidResult',
    server,
    `the structured result of tool '${tool}' does not fit its schema:${list}`,
    {
      details: { tool, problems },
    },
  );
}
