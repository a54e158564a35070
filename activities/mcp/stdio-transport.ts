import { type ChildProcess, spawn } from 'node:child_process';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { Sdk } from './load-sdk.js';
import { endGroup, watchGroup } from './process-group.js';

export interface ProcessSettings {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string | undefined;
}

/** All that a server inherits: its own variables are given to it, the worker's are not its business. */
const inherited = ['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'TERM', 'LANG', 'TMPDIR', 'SystemRoot', 'TEMP'];

/** A message longer than this ends the connection, in bytes. */
const longestMessage = 64 * 1024 * 1024;

/** How much is kept of what a server writes to its standard error, in characters. */
const keptOfErrors = 2_000;

/**
 * Speaks to a program by its standard input and output. The SDK's own transport ends the program alone; this one starts it
 * as the leader of a group and ends the whole group.
 */
export class StdioTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  private child: ChildProcess | undefined;
  private readonly buffer: InstanceType<Sdk['ReadBuffer']>;
  private errors = '';

  constructor(
    private readonly settings: ProcessSettings,
    private readonly sdk: Sdk,
  ) {
    this.buffer = new sdk.ReadBuffer({ maxBufferSize: longestMessage });
  }

  /** The end of what the server has written to its standard error. */
  get lastWords(): string {
    return this.errors.trim();
  }

  start(): Promise<void> {
    const [program = '', ...rest] = this.settings.command;
    const environment = Object.fromEntries(inherited.flatMap((name) => [[name, process.env[name]]]));
    const child = spawn(program, rest, {
      cwd: this.settings.cwd,
      env: { ...environment, ...this.settings.env },
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    this.child = child;
    watchGroup(child);
    child.stdout.on('data', (chunk: Buffer) => this.read(chunk));
    child.stderr.on('data', (chunk: Buffer) => (this.errors = (this.errors + chunk.toString()).slice(-keptOfErrors)));
    child.stdin.on('error', (error) => this.onerror?.(error));
    child.once('close', () => this.onclose?.());
    return new Promise((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
  }

  async send(message: JSONRPCMessage): Promise<void> {
    const { stdin } = this.child ?? {};
    if (!stdin?.writable) throw new Error('Not connected');
    await new Promise<void>((resolve, reject) => {
      stdin.write(this.sdk.serializeMessage(message), (error) => (error ? reject(error) : resolve()));
    });
  }

  async close(): Promise<void> {
    if (this.child) await endGroup(this.child);
    this.buffer.clear();
  }

  private read(chunk: Buffer): void {
    try {
      this.buffer.append(chunk);
    } catch (error) {
      this.onerror?.(error as Error);
      void this.close();
      return;
    }
    // Many a program writes a line for people among its messages; it is no reason to give up on the program.
    while (this.readOne());
  }

  private readOne(): boolean {
    try {
      const message = this.buffer.readMessage();
      if (message !== null) this.onmessage?.(message);
      return message !== null;
    } catch (error) {
      this.onerror?.(error as Error);
      return true;
    }
  }
}
