import type { McpQuestion } from '../../src/contract/mcp.js';
import type { Json } from '../../src/json.js';
import type { JsonSchema } from '../../src/model/request.js';
import type { Sdk } from './load-sdk.js';
import { openCall } from './open-call.js';
import { Questions } from './questions.js';
import { StdioTransport } from './stdio-transport.js';

type Client = InstanceType<Sdk['Client']>;
export type Transport = Parameters<Client['connect']>[0];

/** A connection to a server, by which many calls may be made at once. */
export class Connection {
  readonly questions = new Questions();
  /** Whether new calls need another one. */
  isOver = false;
  private readonly client: Client;

  constructor(
    readonly sdk: Sdk,
    private readonly transport: Transport,
  ) {
    this.client = new sdk.Client(
      { name: 'perdure', version: '1' },
      { capabilities: { elicitation: { form: {}, url: {} } } },
    );
    this.client.setRequestHandler(sdk.ElicitRequestSchema, async ({ params }) => ({
      ...(await this.questions.ask(toQuestion(params as never))),
    }));
    this.client.onclose = () => (this.isOver = true);
    this.client.onerror = ({ message }) => openCall.getStore()?.noticed(message);
  }

  /** A call that hangs says something about a program, and nothing about a service. */
  get isProcess(): boolean {
    return this.transport instanceof StdioTransport;
  }

  /** Introduces itself, in milliseconds at most. What it hears later belongs to no call, also if one has caused it. */
  async open(timeout: number): Promise<this> {
    try {
      await openCall.run(undefined, () => this.client.connect(this.transport, { timeout }));
      return this;
    } catch (error) {
      await this.client.close();
      const { lastWords = '' } = this.transport as Partial<StdioTransport>;
      if (error instanceof Error && lastWords) error.message = `${error.message}; it wrote: ${lastWords}`;
      throw error;
    }
  }

  request: Client['request'] = (...given) => this.client.request(...given);

  async close(): Promise<void> {
    this.isOver = true;
    if ('terminateSession' in this.transport) await endSession(this.transport as never);
    await this.client.close();
  }
}

/** A server keeps a session until it is told; one that does not answer is not waited for. */
async function endSession(transport: { terminateSession(): Promise<void> }): Promise<void> {
  await Promise.race([
    transport.terminateSession().catch(() => undefined),
    new Promise<void>((resolve) => setTimeout(resolve, 1_000).unref()),
  ]);
}

/** A person fills in a form, or opens a page. */
export function toQuestion(params: {
  readonly message: string;
  readonly requestedSchema?: Json;
  readonly url?: string;
}): McpQuestion {
  const { message, requestedSchema, url } = params;
  return { message, schema: (requestedSchema ?? null) as JsonSchema | null, ...(url !== undefined && { url }) };
}
