// AsyncDisposable is part of the public types: it must resolve in programs that set no `lib` for it.
/// <reference lib="esnext.disposable" preserve="true" />

/** The data phase of a command. */
export type DataPhase =
  | { readonly direction: 'none' }
  | {
      readonly direction: 'in';
      readonly lengthBytes: number;
      /**
       * Memory for the reply, as long as that and all of its ArrayBuffer. It is handed over, contents undefined: unusable
       * after the call. A transport need not use it.
       */
      readonly memory?: Uint8Array<ArrayBuffer>;
    }
  | {
      readonly direction: 'out';
      readonly bytes: Uint8Array;
      /**
       * Hand the memory over instead of having it copied: `bytes` is unusable after the call, and comes back, contents
       * undefined, as `returned` of the reply. The view must cover its whole ArrayBuffer.
       */
      readonly handOver?: boolean;
    };

/** Sense key, additional sense code and its qualifier (SPC-3 4.5). */
export interface SenseTriple {
  readonly key: number;
  readonly asc: number;
  readonly ascq: number;
}

/** A sense after which a command is sent again. */
export interface ResendSense extends SenseTriple {
  /** Not any more once the command has been resent so often; without a limit unless given. */
  readonly mostResends?: number;
}

/** When, how often and how long the transport sends the same CDB again by itself. */
export interface ResendPolicy {
  /** Send again after these senses of a CHECK CONDITION that is not deferred ... */
  readonly senses: readonly ResendSense[];
  /** ... and these SCSI status bytes (08h BUSY, 28h TASK SET FULL). */
  readonly statuses: readonly number[];
  /** Pause before the first, second, ... repetition, in milliseconds; the last one repeats. */
  readonly waitsMs: readonly [number, ...number[]];
  /** The last answer is returned once this much time has passed since the command was first sent. */
  readonly limitMs: number;
}

/**
 * Requests of one chain stop at the first that fails or when somebody sets the flag: the rest are answered `skipped` and
 * never sent. The flag is shared memory, so that a thread that is busy sending sees it between two commands.
 */
export interface Chain {
  /** One element; zero while the chain is whole. */
  readonly broken: Int32Array<SharedArrayBuffer>;
}

/** One command for a {@link ScsiTransport}. */
export interface ScsiRequest {
  readonly cdb: Uint8Array;
  readonly data: DataPhase;
  /** How long the drive may take. An operating system may round it up to whole seconds. */
  readonly timeoutMs: number;
  readonly resend?: ResendPolicy;
  readonly chain?: Chain;
  /** Not sent once this chain is broken; its own failure does not break it. For a query among the commands of a chain. */
  readonly skipIf?: Chain;
}

/**
 * Commands that are sent one after the other, as one chain, without the program between them. They differ in their CDBs and
 * have their data one after the other in the same memory.
 */
export interface ScsiBatch {
  /** One after the other, in order: one memory for all of them, since each object of a message costs time. */
  readonly cdbs: Uint8Array;
  /** The length of each. */
  readonly cdbBytes: number;
  /** The data-out of all of them. Handed over: unusable after the call, and returned with the reply. It covers its whole ArrayBuffer. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The data of each command; the last one has what is left. */
  readonly bytesEach: number;
  /** Of each command. */
  readonly timeoutMs: number;
  readonly resend?: ResendPolicy;
  readonly chain: Chain;
  /** One element: grows by one as soon as a command has succeeded, so that it can be read before the batch is answered. */
  readonly succeeded: Int32Array<SharedArrayBuffer>;
}

/** The end of a batch: all its commands have succeeded, one has failed, or its chain was broken. */
export interface BatchReply {
  /** The answer of the command that failed, if one did; those after it were not sent. */
  readonly refused?: AnsweredReply;
  /** How often commands were sent again under the {@link ResendPolicy}. */
  readonly resends: number;
  readonly returned: Uint8Array<ArrayBuffer>;
}

/** What the drive answered, whether it accepted the command or not. */
export interface AnsweredReply {
  readonly outcome: 'answered';
  /** SAM status byte: 00h GOOD, 02h CHECK CONDITION, 08h BUSY, 18h RESERVATION CONFLICT, 28h TASK SET FULL. */
  readonly status: number;
  /** Sense data as received, empty when there was none. */
  readonly sense: Uint8Array;
  /**
   * Data-in as received: as long as asked for with zeros at the end, or shorter, when not all arrived. Parse by the lengths
   * inside the data, where there are any. Empty for the other directions.
   */
  readonly data: Uint8Array;
  /**
   * Bytes at the end of the data phase that were not transferred, as the host adapter counts: SG_IO's `resid`, SPTI's length.
   * Left out when it says that all were. Some adapters never say (0 on AHCI even for a short reply), some USB bridges say
   * what is not so (those in Linux's unusual_devs.h with IGNORE_RESIDUE).
   */
  readonly residualBytes?: number;
  /** With `residualBytes`: the USB device through which the drive is connected, by name and ID, where the system says. */
  readonly usbBridge?: string;
  /** From the last send to the answer. */
  readonly durationMs: number;
  /** How often the command was sent again under its {@link ResendPolicy}. */
  readonly resends: number;
  /** The memory of a data-out phase that was handed over. */
  readonly returned?: Uint8Array<ArrayBuffer>;
}

/** The request's chain had broken before its turn came. It was not sent. */
export interface SkippedReply {
  readonly outcome: 'skipped';
  readonly returned?: Uint8Array<ArrayBuffer>;
}

/** The end of one command: answered, or skipped because its chain was broken. */
export type ScsiReply = AnsweredReply | SkippedReply;

/** Time as one transport sees it: the wall clock for a real drive, a virtual one for a simulated drive. */
export interface Clock {
  /** Milliseconds since an arbitrary start; never decreases. */
  now(): number;
  /** Rejects with the signal's reason when the signal aborts first. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/**
 * Carries commands to one logical unit, one at a time, in the order of the calls. An implementation guarantees:
 * - `send` may be called again before earlier calls have been answered; it queues.
 * - a reply whose status, host status and driver status are not all clean is never reported as GOOD.
 * - after `close`, and when the device is disconnected, every pending and later `send` rejects; nothing hangs.
 */
export interface ScsiTransport extends AsyncDisposable {
  /** What {@link openDrive} was given: `/dev/sr0`, `D:`, `sim:my.disc`. */
  readonly path: string;
  /** The largest data phase, in bytes, that one command may have. */
  readonly maxTransferBytes: number;
  readonly clock: Clock;
  /** True for a drive that is not hardware: nothing real can be lost on it. */
  readonly simulated: boolean;
  /** Resolves with whatever the drive answers; rejects with TransportError only when there was no answer. */
  send(request: ScsiRequest): Promise<ScsiReply>;
  /**
   * Sends many commands at the cost of one, in their place in the order of the calls; rejects with TransportError when one of
   * them was not answered. Missing where {@link send} is as good.
   */
  sendBatch?(batch: ScsiBatch): Promise<BatchReply>;
  /**
   * Keeps all other programs away from the drive until {@link releaseExclusive} or {@link close}. Idempotent. Rejects with a
   * TransportError of kind `busy` when another program has the drive or its disc is mounted.
   * @param owner name of this program, shown to others where the system has a place for it
   * @throws RangeError for a name that {@link isOwnerName} refuses: 1 to 63 of `[A-Za-z0-9 .,:;_-]`
   */
  takeExclusive(owner: string): Promise<void>;
  releaseExclusive(): Promise<void>;
  /** Idempotent. Releases exclusive access and closes every handle. */
  close(): Promise<void>;
  /**
   * {@link close} for the end of the process, when no promise settles any more: drops what is queued, waits for the command in
   * progress, sends these commands, which have no data, and closes every handle, all before it returns. Missing where the
   * drive cannot be reached without promises.
   * @param limitMs how long to wait
   * @returns whether all of it was done in that time
   */
  endNow?(cdbs: readonly Uint8Array[], limitMs: number): boolean;
}
