/**
 * MCP servers, as the workers' side of them: connections, calls, and what came of them.
 * @module
 */
export { createMcpConnector } from './create-connector.js';
export { mcpActivity } from './mcp-activity.js';
export { refuseShadowed } from './refuse-shadowed.js';
