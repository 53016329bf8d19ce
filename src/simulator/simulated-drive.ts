import { types } from 'node:util';
import { breakChain, breaksChain, chainIsBroken } from '../transport/chain.ts';
import { resendAfterMs } from '../transport/resend.ts';
import type { Clock, DataPhase, ScsiReply, ScsiRequest, ScsiTransport } from '../transport/transport.ts';
import { TransportError } from '../transport/transport-error.ts';
import { VirtualClock } from './clock.ts';
import type { Initiator } from './initiator.ts';
import { Disc } from './medium/disc.ts';
import { asOsError } from './os-error.ts';
import { type BurnerOptions, VirtualBurner } from './virtual-burner.ts';

export interface SimulatedDriveOptions extends Partial<BurnerOptions> {
  /** What {@link ScsiTransport.path} says; `sim:` unless given. */
  readonly path?: string;
  /** 65,536 unless given, as many a real host adapter has it. */
  readonly maxTransferBytes?: number;
  /** Runs when the drive is closed, after its disc: to give the saved disc's lock back, say. */
  readonly onClose?: () => Promise<void>;
}

const DEFAULT_MAX_TRANSFER_BYTES = 65_536;
const NOTHING = new Uint8Array();

/**
 * A CD recorder that exists only here, reached like a real one. Without options it has a blank 80-minute CD-R in it and
 * its time is virtual: minutes pass at once.
 */
export class SimulatedDrive implements ScsiTransport {
  readonly path: string;
  readonly maxTransferBytes: number;
  readonly simulated = true;
  readonly burner: VirtualBurner;
  readonly #initiator: Initiator;
  readonly #onClose: () => Promise<void>;
  #tail: Promise<unknown> = Promise.resolve();
  #closed: Promise<void> | undefined;

  constructor(options: SimulatedDriveOptions = {}) {
    const { path = 'sim:', maxTransferBytes = DEFAULT_MAX_TRANSFER_BYTES, clock = new VirtualClock() } = options;
    this.path = path;
    this.maxTransferBytes = maxTransferBytes;
    this.#onClose = options.onClose ?? (async () => {});
    this.burner = new VirtualBurner({ ...options, clock, ...('disc' in options ? {} : { disc: Disc.blank() }) });
    this.#initiator = this.burner.connect();
  }

  get clock(): Clock {
    return this.burner.clock;
  }

  async send(request: ScsiRequest): Promise<ScsiReply> {
    const own = { ...request, cdb: Uint8Array.from(request.cdb), data: takeData(request.data) };
    const turn = this.#tail.then(() => this.#serve(own));
    this.#tail = turn.catch(() => {});
    return turn;
  }

  /** There is nobody to keep from a drive that only this program knows. */
  async takeExclusive(_owner: string): Promise<void> {
    this.#requireOpen();
  }

  async releaseExclusive(): Promise<void> {}

  /** What is under way comes to its end first: a drive does not stop because a program has left. */
  close(): Promise<void> {
    this.#closed ??= this.#shutDown();
    return this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Puts a disc in, as by hand: the drive loads it and reports a medium change. A disc that was in is taken out before. */
  async insert(disc: Disc): Promise<void> {
    await this.burner.insert(disc);
  }

  /** Takes the disc out, as by hand, whatever PREVENT says, and closes the empty tray. The caller has to close it. */
  async removeDisc(): Promise<Disc | undefined> {
    return this.burner.removeDisc();
  }

  async #serve(request: ScsiRequest): Promise<ScsiReply> {
    const returned = handedOver(request.data);
    try {
      const reply = await this.#sendUntilFinal(request);
      if (reply.outcome === 'answered' && breaksChain(reply)) breakChain(request.chain);
      return returned === undefined ? reply : { ...reply, returned };
    } catch (error) {
      breakChain(request.chain);
      throw this.#asTransportError(error);
    }
  }

  async #sendUntilFinal(request: ScsiRequest): Promise<ScsiReply> {
    this.#requireOpen();
    this.#requireFit(request.data);
    const firstSentAt = this.clock.now();
    for (let resends = 0; !chainIsBroken(request.chain); resends++) {
      const sentAt = this.clock.now();
      const answer = await this.burner.execute(this.#initiator, request.cdb, dataOut(request.data));
      const answeredAt = this.clock.now();
      const durationMs = answeredAt - sentAt;
      if (durationMs > request.timeoutMs) throw this.#timeout(request.timeoutMs);
      const waitMs = resendAfterMs(request.resend, answer, resends, answeredAt - firstSentAt);
      if (waitMs === undefined) {
        const room = request.data.direction === 'in' ? request.data.lengthBytes : 0;
        return { outcome: 'answered', ...answer, data: answer.data.subarray(0, room), durationMs, resends };
      }
      await this.clock.sleep(waitMs);
      this.#requireOpen();
    }
    return { outcome: 'skipped' };
  }

  async #shutDown(): Promise<void> {
    this.burner.interrupt(this.#gone());
    await this.#tail;
    try {
      await this.burner.settleEverything();
    } finally {
      await this.burner.tray.disc?.close();
      await this.#onClose();
    }
  }

  #requireOpen(): void {
    if (this.#closed !== undefined) throw this.#gone();
  }

  #requireFit(data: DataPhase): void {
    const lengthBytes = data.direction === 'in' ? data.lengthBytes : dataOut(data).length;
    if (lengthBytes <= this.maxTransferBytes) return;
    throw new TransportError({
      kind: 'too-large',
      path: this.path,
      operation: 'send',
      reason: `a data phase of ${lengthBytes} bytes, while one command carries at most ${this.maxTransferBytes} here`,
      remedy: 'Split the transfer: maxTransferBytes of the transport is the limit',
    });
  }

  #gone(): TransportError {
    return new TransportError({
      kind: 'gone',
      path: this.path,
      operation: 'send',
      reason: 'the simulated drive has been closed',
      remedy: 'Open it again',
    });
  }

  #timeout(timeoutMs: number): TransportError {
    return new TransportError({
      kind: 'timeout',
      path: this.path,
      operation: 'send',
      reason: `the drive took longer than the ${timeoutMs} ms that the command was given`,
      remedy: 'Give the command more time, or send it immediate and wait for the drive to become ready',
    });
  }

  /** The drive never fails by itself; the file that a saved disc is kept in may. */
  #asTransportError(error: unknown): unknown {
    const osError = asOsError(error);
    if (osError === undefined || error instanceof TransportError) return error;
    const { code, errno, message } = osError;
    return new TransportError({
      kind: 'unknown',
      path: this.path,
      operation: 'write to the saved disc',
      reason: message,
      remedy: 'Make room or rights for the file of the simulated disc, then go on; the disc keeps what was written',
      osCode: code,
      ...(errno === undefined ? {} : { errno }),
      cause: error,
    });
  }
}

const dataOut = (data: DataPhase): Uint8Array => (data.direction === 'out' ? data.bytes : NOTHING);

/** As a transport with a thread behind it does: what the caller does to its memory afterwards changes nothing here. */
function takeData(data: DataPhase): DataPhase {
  if (data.direction !== 'out') return data;
  const { bytes } = data;
  if (!data.handOver) return { ...data, bytes: Uint8Array.from(bytes) };
  if (types.isSharedArrayBuffer(bytes.buffer) || bytes.byteLength !== bytes.buffer.byteLength) {
    throw new TypeError('bytes handed over must cover the whole of an ArrayBuffer that is not shared');
  }
  const memory = bytes.buffer as ArrayBuffer;
  return { ...data, bytes: new Uint8Array(structuredClone(memory, { transfer: [memory] })) };
}

function handedOver(data: DataPhase): Uint8Array<ArrayBuffer> | undefined {
  return data.direction === 'out' && data.handOver ? (data.bytes as Uint8Array<ArrayBuffer>) : undefined;
}
