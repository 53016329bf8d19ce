import type { DataPhase } from './transport.ts';

export interface BlockingCommand {
  readonly cdb: Uint8Array;
  readonly data: DataPhase;
  readonly timeoutMs: number;
}

export interface BlockingReply {
  /** SAM status byte; never 00h when host or driver status say otherwise. */
  readonly status: number;
  readonly sense: Uint8Array<ArrayBuffer>;
  /** Data-in, over an ArrayBuffer of its own; empty otherwise. */
  readonly data: Uint8Array<ArrayBuffer>;
}

/**
 * A drive behind system calls that block: what a device thread runs. Every method returns only when it is done and throws a
 * TransportError when the system failed.
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
  /** Handed to `openBlockingDevice`; must survive structured cloning. */
  readonly options?: unknown;
}

export type OpenBlockingDevice = (path: string, options: unknown) => BlockingDevice | Promise<BlockingDevice>;
