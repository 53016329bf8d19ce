import { constants } from 'node:fs';
import { endianness } from 'node:os';
import type { BlockingCommand, BlockingDevice, BlockingReply, NativeOptions } from '../blocking-device.ts';
import { DriverStatus, driverCode, HostStatus } from '../host-status.ts';
import { residue } from '../residue.ts';
import { ScsiStatus } from '../sam.ts';
import { currentSenseTriple } from '../sense-triple.ts';
import { TransportError } from '../transport-error.ts';
import { commandError, type FailedCommand, hostError, lateAbortError } from './command-errors.ts';
import { type OpenNode, openNode } from './drive-node.ts';
import { Errno } from './errno.ts';
import { holdBlockDevice } from './exclusive.ts';
import { busyError, goneError } from './open-errors.ts';
import { SgDirection, type SgIoResult } from './sg-io-header.ts';
import { blockNameOf, blockNumberOf, mountPointOf, usbBridgeOf } from './sysfs.ts';
import { type LinuxSystem, linuxSystem } from './system.ts';

/** Largest transfer of a block device, in sectors of 512 bytes as an unsigned short; of an sg node, in bytes as an int. */
const BLKSECTGET = 0x1267;
const SECTOR_BYTES = 512;
/** Fits every host adapter measured; the least was 122,880 on USB 2. */
const DEFAULT_MAX_BYTES = 65_536;
/** From 1 MiB, whether the reported limit holds depends on the buffer's place in memory (measured on tcm_loop). */
const MAX_TRUSTED_BYTES = 524_288;

const ABORTED_COMMAND = 0x0b;
const NO_DATA = new Uint8Array(0);

/** A drive at `/dev/srN` or `/dev/sgN`. */
export class SgIoDevice implements BlockingDevice {
  readonly maxTransferBytes: number;
  readonly #system: LinuxSystem;
  readonly #path: string;
  #node: OpenNode | undefined;
  #usbBridge: { readonly name: string | undefined } | undefined;
  /** The sr node held for exclusive use. */
  #held: number | undefined;
  #exclusive = false;
  #closed = false;

  constructor(path: string, system: LinuxSystem) {
    this.#path = path;
    this.#system = system;
    this.#node = openNode(system, path);
    this.maxTransferBytes = maxTransferBytes(system, this.#node);
  }

  execute(command: BlockingCommand): BlockingReply {
    const node = this.#open();
    const data = transferBuffer(command);
    const answer = this.#system.sgIo(node.fd, {
      cdb: command.cdb,
      direction: data.byteLength === 0 ? SgDirection.none : directionOf(command),
      data,
      timeoutMs: command.timeoutMs,
    });
    const failed: FailedCommand = {
      path: this.#path,
      opcode: command.cdb[0] ?? 0,
      lengthBytes: data.byteLength,
      readOnly: node.readOnly,
    };
    if (!answer.ok) throw commandError(failed, answer.errno);
    if (isLateAbort(answer.value, command.timeoutMs)) throw lateAbortError(failed, answer.value.durationMs);
    const status = cleanStatus(answer.value, failed);
    const { sense, residualBytes } = answer.value;
    return {
      status,
      sense,
      data: command.data.direction === 'in' ? data : NO_DATA,
      ...this.#withBridge(residue(data.byteLength, residualBytes), node),
    };
  }

  /** Names what data was lost in. Replies shorter than asked for are common, so it is looked up once. */
  #withBridge(counted: ReturnType<typeof residue>, { kind, number }: OpenNode) {
    if (counted.residualBytes === undefined) return counted;
    this.#usbBridge ??= { name: usbBridgeOf(this.#system.root, `${kind === 'sr' ? 'block' : 'char'}/${number}`) };
    const { name } = this.#usbBridge;
    return { ...counted, ...(name === undefined ? {} : { usbBridge: name }) };
  }

  takeExclusive(_owner: string): void {
    if (this.#exclusive) return;
    const node = this.#open();
    if (node.kind === 'sr') this.#held = holdBlockDevice(this.#system, this.#path, this.#path, node.number);
    else this.#takeGeneric(node);
    this.#exclusive = true;
  }

  releaseExclusive(): void {
    if (!this.#exclusive) return;
    this.#exclusive = false;
    this.#releaseBlockDevice();
    if (this.#node?.kind === 'sg') this.#reopen(0);
  }

  close(): void {
    this.#closed = true;
    this.#exclusive = false;
    this.#releaseBlockDevice();
    this.#closeNode();
  }

  /** Opens the node again if a failed change of its mode left it closed. */
  #open(): OpenNode {
    if (this.#closed) throw commandError({ path: this.#path, opcode: 0, lengthBytes: 0, readOnly: false }, Errno.EBADF);
    this.#node ??= this.#openAgain(0);
    return this.#node;
  }

  /** A node that is missing now existed before: the drive has been unplugged; its name was right. */
  #openAgain(extraFlags: number): OpenNode {
    try {
      return openNode(this.#system, this.#path, extraFlags);
    } catch (error) {
      if (!(error instanceof TransportError) || error.kind !== 'not-found') throw error;
      throw goneError(error);
    }
  }

  /**
   * O_EXCL on sg requires that nobody has it open, including us, and then prevents every other open. It knows nothing of sr
   * and its mounts, so the drive's sr node, if there is one, is held as well.
   */
  #takeGeneric(node: OpenNode): void {
    const { root } = this.#system;
    const block = blockNameOf(root, node.number);
    const blockNumber = block === undefined ? undefined : blockNumberOf(root, block);
    const mountPoint = blockNumber === undefined ? undefined : mountPointOf(root, blockNumber);
    if (mountPoint !== undefined) throw busyError(this.#path, Errno.EBUSY, mountPoint);
    if (block !== undefined && blockNumber !== undefined) this.#held = this.#tryToHold(`/dev/${block}`, blockNumber);
    try {
      this.#reopen(constants.O_EXCL);
    } catch (error) {
      this.#releaseBlockDevice();
      this.#reopen(0);
      throw error;
    }
  }

  /** We may lack permission for the sr node, or its driver may not be loaded; then the sg node alone must do. */
  #tryToHold(blockPath: string, blockNumber: string): number | undefined {
    try {
      return holdBlockDevice(this.#system, this.#path, blockPath, blockNumber);
    } catch (error) {
      if (error instanceof TransportError && error.kind === 'busy') throw error;
      return undefined;
    }
  }

  #reopen(extraFlags: number): void {
    this.#closeNode();
    this.#node = this.#openAgain(extraFlags);
  }

  #closeNode(): void {
    if (this.#node !== undefined) this.#system.close(this.#node.fd);
    this.#node = undefined;
  }

  #releaseBlockDevice(): void {
    if (this.#held !== undefined) this.#system.close(this.#held);
    this.#held = undefined;
  }
}

/** Opens a drive with the system's own calls, in a thread where they may block. */
export function openBlockingDevice(path: string, { ffi }: NativeOptions): BlockingDevice {
  return new SgIoDevice(path, linuxSystem(ffi));
}

function directionOf(command: BlockingCommand): SgDirection {
  return command.data.direction === 'out' ? SgDirection.toDevice : SgDirection.fromDevice;
}

/** Data-in goes to zeroed memory: on sg the tail of a short answer can hold bytes of an earlier command (measured). */
function transferBuffer({ data }: BlockingCommand): Uint8Array<ArrayBuffer> {
  if (data.direction === 'out') return data.bytes as Uint8Array<ArrayBuffer>;
  if (data.direction === 'none') return NO_DATA;
  const { lengthBytes, memory } = data;
  return memory?.byteLength === lengthBytes ? memory.fill(0) : new Uint8Array(lengthBytes);
}

/** ABORTED COMMAND, no additional sense: what libata reports after it has ended a command that timed out (measured). */
function isLateAbort({ status, sense, durationMs }: SgIoResult, timeoutMs: number): boolean {
  const triple = status === ScsiStatus.CheckCondition ? currentSenseTriple(sense) : undefined;
  return triple?.key === ABORTED_COMMAND && triple.asc === 0 && triple.ascq === 0 && durationMs >= timeoutMs;
}

/** A command has succeeded only if all three are clean: DID_TIME_OUT, for one, comes with SCSI status 0 and no sense. */
function cleanStatus({ status, hostStatus, driverStatus, sense }: SgIoResult, command: FailedCommand): number {
  if (status !== ScsiStatus.Good) return status;
  if (hostStatus === HostStatus.Ok && driverStatus === 0x00) return status;
  const hasSense = driverCode(driverStatus) === DriverStatus.Sense && sense.byteLength > 0;
  if (hostStatus === HostStatus.Ok && hasSense) return ScsiStatus.CheckCondition;
  throw hostError(command, hostStatus, driverStatus);
}

function maxTransferBytes(system: LinuxSystem, node: OpenNode): number {
  const answer = Buffer.alloc(8);
  if (system.ioctl(node.fd, BLKSECTGET, answer) !== 0) return DEFAULT_MAX_BYTES;
  const little = endianness() === 'LE';
  const sectors = little ? answer.readUInt16LE(0) : answer.readUInt16BE(0);
  const bytes = little ? answer.readInt32LE(0) : answer.readInt32BE(0);
  const limit = node.kind === 'sr' ? sectors * SECTOR_BYTES : bytes;
  return limit <= 0 ? DEFAULT_MAX_BYTES : Math.min(limit, MAX_TRUSTED_BYTES);
}
