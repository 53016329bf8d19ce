import type { FfiName } from './ffi-name.ts';
import type { DataPhase } from './transport.ts';

export interface BlockingCommand {
  readonly cdb: Uint8Array;
  readonly data: DataPhase;
  readonly timeoutMs: number;
}

export interface BlockingReply {
  /** SAM status byte; never 00h when the host or driver status says otherwise. */
  readonly status: number;
  readonly sense: Uint8Array<ArrayBuffer>;
  /** Data-in, in its own ArrayBuffer; empty otherwise. */
  readonly data: Uint8Array<ArrayBuffer>;
  /** See {@link AnsweredReply.residualBytes}. */
  readonly residualBytes?: number;
  /** See {@link AnsweredReply.usbBridge}. */
  readonly usbBridge?: string;
}

/**
 * A drive reached by system calls that block; a device thread runs it. Every method returns only when it is done, and throws
 * a TransportError when the system fails.
 */
export interface BlockingDevice {
  readonly maxTransferBytes: number;
  execute(command: BlockingCommand): BlockingReply;
  takeExclusive(owner: string): void;
  releaseExclusive(): void;
  close(): void;
}

/** Where a device thread finds its device: a module that exports {@link OpenBlockingDevice} as `openBlockingDevice`. */
export interface BlockingDeviceSource {
  /** URL of the module. */
  readonly module: string;
  /** Passed to `openBlockingDevice`; must survive structured cloning. */
  readonly options?: unknown;
}

/** Options of the devices that the operating system provides. */
export interface NativeOptions {
  /** The foreign function interface that the main thread chose. */
  readonly ffi: FfiName;
}

export type OpenBlockingDevice = (path: string, options: unknown) => BlockingDevice | Promise<BlockingDevice>;
