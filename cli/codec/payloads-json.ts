import type { Payload } from '@temporalio/common';
import { Refusal } from './refusal.js';

/** Payloads as JSON writes protobuf messages: bytes are base64. */
interface JsonPayload {
  readonly metadata?: Readonly<Record<string, string>>;
  readonly data?: string;
}

/** @throws Refusal */
export function fromJson(text: string): Payload[] {
  const payloads = parse(text);
  if (!Array.isArray(payloads) || !payloads.every(isPayload)) throw notPayloads();
  return payloads.map(({ metadata, data }) => ({
    metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([key, value]) => [key, bytes(value)])),
    data: bytes(data ?? ''),
  }));
}

export function toJson(payloads: readonly Payload[]): string {
  return JSON.stringify({
    payloads: payloads.map(({ metadata, data }): JsonPayload => ({
      metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([key, value]) => [key, base64(value)])),
      data: base64(data ?? new Uint8Array()),
    })),
  });
}

function parse(text: string): unknown {
  try {
    return (JSON.parse(text) as { payloads?: unknown } | null)?.payloads ?? [];
  } catch {
    throw notPayloads();
  }
}

function isPayload(value: unknown): value is JsonPayload {
  if (typeof value !== 'object' || value === null) return false;
  const { metadata = {}, data = '' } = value as { metadata?: unknown; data?: unknown };
  if (typeof metadata !== 'object' || metadata === null) return false;
  return [data, ...Object.values(metadata)].every((text) => typeof text === 'string');
}

function bytes(text: string): Uint8Array {
  return Buffer.from(text, 'base64');
}

function base64(value: Uint8Array): string {
  return Buffer.from(value).toString('base64');
}

function notPayloads(): Refusal {
  return new Refusal(400, 'The body must be JSON of the form {"payloads":[{"metadata":{…},"data":"<base64>"}]}.');
}
