import { ApplicationFailure, type PayloadCodec, type StorageDriver } from '@temporalio/common';
import { failureFields } from '../src/contract/temporal-failure.js';
import { PerdureError } from '../src/errors.js';

/**
 * In a worker, what a codec or a store throws becomes the failure of a task: as an `ApplicationFailure` it keeps its
 * code, its words and whether trying again may help. Temporal would keep only the message.
 */
export function codecForWorker(codec: PayloadCodec): PayloadCodec {
  return {
    encode: (payloads, context) => onWire(codec.encode(payloads, context)),
    decode: (payloads, context) => onWire(codec.decode(payloads, context)),
  };
}

export function driverForWorker({ name, type, ...driver }: StorageDriver): StorageDriver {
  return {
    name,
    type,
    store: (context, payloads) => onWire(driver.store(context, payloads)),
    retrieve: (context, claims) => onWire(driver.retrieve(context, claims)),
  };
}

async function onWire<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw PerdureError.is(error) ? onWireError(error) : error;
  }
}

export function onWireError(error: PerdureError): ApplicationFailure {
  const { type, message, details } = failureFields(error);
  return ApplicationFailure.create({ type, message, details, nonRetryable: !error.retryable });
}
