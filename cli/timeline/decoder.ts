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
import { fromClient } from '../../client/failures.js';
import { fetchStored } from '../../client/history/fetch-stored.js';
import { rebuildFailure } from '../../src/contract/temporal-failure.js';
import { PerdureError } from '../../src/errors.js';
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

/** What could not be decoded, by the code of the reason. */
export type DecodingProblems = Map<string, PerdureError>;

/**
 * A part that cannot be decoded (encrypted, no keys here) is said to be so; the rest of the run stays readable.
 * @param problems collects the reasons
 */
export function createDecoder(converter: LoadedDataConverter, problems: DecodingProblems = new Map()): Decoder {
  const unreadable = (error: unknown): string => {
    const reason = fromClient(error, '');
    if (!PerdureError.is(reason)) return '(cannot be decoded here)';
    problems.set(reason.code, reason);
    return `(cannot be decoded here: ${reason.code})`;
  };
  const fetched = (payloads: readonly Payload[]): Promise<Payload[]> => fetchStored(converter, payloads);
  const value = async (payload: Payload | null | undefined): Promise<unknown> => {
    try {
      const [whole] = await fetched(payload ? [payload] : []);
      return (await decodeOptionalSinglePayload<unknown>(converter, whole)) ?? undefined;
    } catch (error) {
      return unreadable(error);
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
        const values = await decodeArrayFromPayloads(converter, await fetched(payloads?.payloads ?? []));
        return values.length > 1 ? values : values[0];
      } catch (error) {
        return unreadable(error);
      }
    },
    failure: async (failure) => {
      if (failure === null || failure === undefined) return undefined;
      try {
        return toEventFailure(await decodeOptionalFailureToOptionalError(converter, failure));
      } catch (error) {
        return { code: typeOf(failure) ?? 'Error', message: unreadable(error) };
      }
    },
  };
}

/** The type of the failure itself, which is readable for everybody. */
function typeOf({ applicationFailureInfo, cause }: Failure): string | undefined {
  return applicationFailureInfo?.type ?? (cause ? typeOf(cause) : undefined);
}

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
