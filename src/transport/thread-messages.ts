import type { BlockingDeviceSource } from './blocking-device.ts';
import type { BatchReply, ScsiBatch, ScsiReply, ScsiRequest } from './transport.ts';
import { TransportError, type TransportErrorDetails } from './transport-error.ts';

/** What a device thread is started with. */
export interface ThreadStart {
  readonly path: string;
  readonly source: BlockingDeviceSource;
  /** One element; not zero once the transport has been closed. */
  readonly stop: Int32Array<SharedArrayBuffer>;
  /** One element; not zero, and notified, once the device has been closed. */
  readonly closed: Int32Array<SharedArrayBuffer>;
}

export type ThreadRequest =
  | { readonly type: 'send'; readonly id: number; readonly request: ScsiRequest }
  | { readonly type: 'sendBatch'; readonly id: number; readonly batch: ScsiBatch }
  | { readonly type: 'takeExclusive'; readonly id: number; readonly owner: string }
  | { readonly type: 'releaseExclusive'; readonly id: number }
  /** `last`: commands without data that are sent before the device is closed. */
  | { readonly type: 'close'; readonly last: readonly Uint8Array[] };

export type ThreadAnswer =
  | { readonly type: 'opened'; readonly maxTransferBytes: number }
  | { readonly type: 'openFailed'; readonly error: TransportErrorDetails }
  | { readonly type: 'done'; readonly id: number; readonly reply?: ScsiReply | BatchReply }
  | { readonly type: 'failed'; readonly id: number; readonly error: TransportErrorDetails };

/** An error in a form that can be posted: structured cloning drops the class and the fields of a subclass of Error. */
export function toDetails(error: unknown, path: string): TransportErrorDetails {
  if (!(error instanceof TransportError)) {
    return {
      kind: 'unknown',
      path,
      operation: 'device thread',
      reason: error instanceof Error ? error.message : String(error),
      remedy: 'This is a bug in the transport itself: please report it with the trace of the commands before it',
      ...(error instanceof Error ? { cause: error } : {}),
    };
  }
  const { kind, operation, osCode, errno, reason, remedy, cause } = error;
  return {
    kind,
    path: error.path,
    operation,
    reason,
    remedy,
    ...(osCode === undefined ? {} : { osCode }),
    ...(errno === undefined ? {} : { errno }),
    ...(cause instanceof Error ? { cause } : {}),
  };
}
