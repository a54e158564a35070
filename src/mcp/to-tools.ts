import { digestOf } from '../agent/spec.js';
import { toolContent } from '../agent/tool-round.js';
import type { Tool, ToolUser } from '../agent/tool.js';
import type { McpResult, McpTool } from '../contract/mcp.js';
import { PerdureError } from '../errors.js';
import type { Json } from '../json.js';
import type { MediaPart, TextPart } from '../model/message.js';
import { runtime } from '../runtime.js';
import type { Risk } from '../task/definition.js';
import { callTool } from './call-tool.js';
import { toolName } from './call.js';
import type { McpServerDefinition } from './define-server.js';

/** What every provider accepts. */
const longestName = 64;

/** A long text goes to the model with every later call, so it is cut, and the model told. In characters. */
const longestText = 200_000;

/** The tools of a server for a model, their schemas as the server gave them. */
export function toTools(server: McpServerDefinition, tools: readonly McpTool[], { agent }: ToolUser): readonly Tool[] {
  return tools.map((tool): Tool => {
    const name = modelName(server.name, tool.name);
    claim(agent, name, toolName(server.name, tool.name));
    const { approval, risk = riskOf(tool) } = server.tools[tool.name] ?? {};
    return {
      spec: { name, description: descriptionOf(tool), inputSchema: tool.inputSchema },
      // The server checks what it is given, by its own rules.
      input: undefined,
      risk,
      isBarrier: risk !== 'read' || (approval !== undefined && approval !== false),
      run: async (input) => shown(await callTool(server, tool, (input ?? {}) as Json)),
    };
  });
}

/** `<server>_<tool>`: two servers may each have a tool `search`. */
export function modelName(server: string, tool: string): string {
  const name = `${server}_${tool}`.replaceAll(/[^A-Za-z0-9_-]/g, '_');
  if (name.length <= longestName) return name;
  const digest = digestOf(name).replace(/^.*-/, '');
  return `${name.slice(0, longestName - digest.length - 1)}_${digest}`;
}

/** Only a hint, but one that costs no more than an order of calls if it is wrong. */
function riskOf({ annotations }: McpTool): Risk {
  return annotations?.readOnlyHint === true ? 'read' : 'external';
}

function descriptionOf({ name, title, description, annotations }: McpTool): string {
  return description || title || annotations?.title || name;
}

/** The server `a` with a tool `b_c` and the server `a_b` with a tool `c` would be the same to a model. */
function claim(agent: string, name: string, origin: string): void {
  const claims = runtime().state('perdure.mcp-names', () => new Map<string, string>());
  const key = `${agent}/${name}`;
  const known = claims.get(key) ?? origin;
  claims.set(key, origin);
  if (known === origin) return;
  throw new PerdureError({
    code: 'Agent.InvalidTool',
    message: `agent '${agent}': the tools '${known}' and '${origin}' would both be called '${name}' by the model. Rename one of the servers, or give only a part of its tools: server.only('…').`,
    details: { agent, tool: name, tools: [known, origin] },
  });
}

/** Texts and pictures as the server gave them; what is structured but not written out is shown as JSON. */
function shown(result: McpResult): object {
  const { content, structuredContent } = result;
  const parts: readonly (TextPart | MediaPart)[] =
    content.length > 0
      ? content
      : [{ type: 'text', text: structuredContent === undefined ? 'Done.' : JSON.stringify(structuredContent) }];
  return { [toolContent]: parts.map((part) => (part.type === 'text' ? { ...part, text: cut(part.text) } : part)) };
}

function cut(text: string): string {
  if (text.length <= longestText) return text;
  return `${text.slice(0, longestText)}\n[${text.length - longestText} more characters were left out.]`;
}
