import {
  ActivityFailure,
  ApplicationFailure,
  ChildWorkflowFailure,
  type LoadedDataConverter,
  TimeoutFailure,
} from '@temporalio/common';
import {
  decodeArrayFromPayloads,
  decodeOptionalFailureToOptionalError,
  decodeOptionalSinglePayload,
} from '@temporalio/common/lib/internal-non-workflow/index.js';
import type { temporal } from '@temporalio/proto';
import { rebuildFailure } from '../../src/contract/temporal-failure.js';
import type { EventFailure } from './run-event.js';

type Payload = temporal.api.common.v1.IPayload;
type Payloads = temporal.api.common.v1.IPayloads;
type Failure = temporal.api.failure.v1.IFailure;

/** Reads the encoded parts of an event with the client's own converter, so that a codec's work is undone too. */
export interface Decoder {
  /** The arguments of a call: nothing for none, the value for one, a list for more. */
  input(payloads: Payloads | null | undefined): Promise<unknown>;
  value(payload: Payload | null | undefined): Promise<unknown>;
  text(payload: Payload | null | undefined): Promise<string | undefined>;
  failure(failure: Failure | null | undefined): Promise<EventFailure | undefined>;
}

/** A part that cannot be decoded (encrypted, no codec here) is said to be so; the rest of the run stays readable. */
export function createDecoder(converter: LoadedDataConverter): Decoder {
  const value = async (payload: Payload | null | undefined): Promise<unknown> => {
    try {
      return (await decodeOptionalSinglePayload<unknown>(converter, payload)) ?? undefined;
    } catch {
      return unreadable;
    }
  };
  return {
    value,
    text: async (payload) => {
      const content = await value(payload);
      return typeof content === 'string' ? content : undefined;
    },
    input: async (payloads) => {
      try {
        const values = await decodeArrayFromPayloads(converter, payloads?.payloads);
        return values.length > 1 ? values : values[0];
      } catch {
        return unreadable;
      }
    },
    failure: async (failure) => {
      if (failure === null || failure === undefined) return undefined;
      try {
        return toEventFailure(await decodeOptionalFailureToOptionalError(converter, failure));
      } catch {
        return { code: 'Error', message: failure.message ?? unreadable };
      }
    },
  };
}

const unreadable = '(cannot be decoded here)';

const timeoutWords: Readonly<Record<string, string>> = {
  START_TO_CLOSE: 'the attempt took longer than its timeout',
  SCHEDULE_TO_CLOSE: 'all attempts together took longer than totalTimeout',
  SCHEDULE_TO_START: 'no worker took it in time',
  HEARTBEAT: 'its worker went silent',
};

function toEventFailure(error: Error | undefined): EventFailure | undefined {
  if (error === undefined) return undefined;
  if ((error instanceof ActivityFailure || error instanceof ChildWorkflowFailure) && error.cause) {
    return toEventFailure(error.cause);
  }
  if (error instanceof TimeoutFailure) {
    const code = error.timeoutType === 'HEARTBEAT' ? 'Task.WorkerLost' : 'Task.TimedOut';
    return { code, message: timeoutWords[error.timeoutType ?? ''] ?? error.message };
  }
  if (error instanceof ApplicationFailure) {
    const { code, name, message } = rebuildFailure(error, error);
    return { code: code === 'User.Error' ? name : code, message };
  }
  return { code: error.name, message: error.message };
}
