import { closeSync, openSync, read as readInto, writeSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { concatBytes } from '../../codec/index.ts';
import { encodeSense, SenseKey } from '../../scsi/sense.ts';
import { processStart } from '../../simulator/disc-file/process-identity.ts';
import { mapShared } from '../../transport/native/mmap.ts';
import { ScsiStatus } from '../../transport/sam.ts';
import type { DataPhase, ScsiTransport } from '../../transport/transport.ts';
import { TransportError } from '../../transport/transport-error.ts';
import { LONGEST_TIMER_MS } from '../longest-timer.ts';
import type { ServedDrive } from '../served-drive.ts';
import type { ServedNodes } from '../served-nodes.ts';
import { sendsData } from './direction.ts';
import { findNodes, findUio } from './nodes.ts';
import { refusal } from './requirements.ts';
import { CommandRing, type RingAnswer, type RingCommand } from './ring.ts';
import { toDriveForm } from './six-byte-modes.ts';
import { removeStaleTargets } from './stale.ts';
import { createDevice, plugIn, removeTarget, TargetPaths } from './target.ts';

export { requireTcmu } from './requirements.ts';

/** Blanking a whole disc at 1x takes 80 minutes, and some programs wait for it in one command. */
const LONGEST_COMMAND_S = 7_200;
/** The kernel's own. */
const COMMAND_S = 30;

const EVENT_BYTES = 4;

/** 4/44/00 internal target failure: what a program gets when the connection to the drive has failed. */
const INTERNAL_FAILURE = encodeSense({ key: SenseKey.HardwareError, asc: 0x44, ascq: 0x00 });

const readEvent = promisify(readInto);

export interface AttachOptions {
  /** The drive takes real time. */
  readonly realTime: boolean;
  readonly note: (text: string) => void;
}

/**
 * A drive as a device of this machine: the kernel's target core accepts the commands of any program, this process answers
 * them (target_core_user), and a loop plugs the target into this same machine (tcm_loop).
 */
export class KernelDrive {
  readonly #paths: TargetPaths;
  readonly #drive: ServedDrive;
  readonly #program: ScsiTransport;
  readonly #fd: number;
  readonly #ring: CommandRing;
  readonly #commandTimeoutMs: number;
  readonly #leaving = new AbortController();
  #nodes: ServedNodes = {};
  /** The event being waited for; one read at a time. */
  #event: Promise<unknown> | undefined;
  readonly #answering: Promise<void>;
  #unplugged: (error: TransportError) => void = () => {};
  /** Rejects when the kernel removes the device, and when the drive is unplugged. */
  readonly failure: Promise<never>;

  private constructor(paths: TargetPaths, drive: ServedDrive, fd: number, ring: CommandRing, commandTimeoutMs: number) {
    this.#paths = paths;
    this.#drive = drive;
    this.#program = drive.connect({ callerTimesOut: true });
    this.#fd = fd;
    this.#ring = ring;
    this.#commandTimeoutMs = commandTimeoutMs;
    this.#answering = this.#answerAll();
    this.failure = new Promise((_, reject) => {
      this.#unplugged = reject;
      this.#answering.catch(reject);
    });
    this.failure.catch(() => {});
  }

  get nodes(): ServedNodes {
    return this.#nodes;
  }

  /** Removes what dead servers left, and has the kernel make the nodes. @throws TransportError */
  static async attach(drive: ServedDrive, { realTime, note }: AttachOptions): Promise<KernelDrive> {
    for (const pid of await removeStaleTargets()) note(`removed the target of process ${pid}, which is dead`);
    const paths = new TargetPaths({ pid: process.pid, start: processStart(process.pid) ?? '0' });
    const commandTimeoutS = realTime ? LONGEST_COMMAND_S : COMMAND_S;
    let attached: KernelDrive | undefined;
    try {
      await createDevice(paths, { commandTimeoutS });
      attached = await KernelDrive.#answerFor(paths, drive, commandTimeoutS * 1_000);
      attached.#nodes = await findNodes(await plugIn(paths));
      if (attached.#nodes.block === undefined)
        note('the kernel made no /dev/srN: load its driver with `modprobe sr_mod`');
      if (attached.#nodes.generic === undefined)
        note('the kernel made no /dev/sgN: load its driver with `modprobe sg`');
      return attached;
    } catch (error) {
      if (attached === undefined) await removeTarget(paths).catch(() => {});
      else await attached.detach().catch(() => {});
      if (error instanceof TransportError) throw error;
      const { message } = error as Error;
      throw refusal('unknown', message, 'Read the last lines of `dmesg`', error);
    }
  }

  static async #answerFor(paths: TargetPaths, drive: ServedDrive, commandTimeoutMs: number): Promise<KernelDrive> {
    const uio = await findUio(paths.uioName, (path) => readFile(path, 'utf8'));
    if (uio === undefined) throw refusal('unsupported', 'the kernel made no /dev/uioN', 'Run: modprobe uio');
    const lengthBytes = Number(await readFile(`/sys/class/uio/${uio}/maps/map0/size`, 'utf8'));
    const fd = openSync(`/dev/${uio}`, 'r+');
    try {
      const ring = new CommandRing(mapShared(fd, lengthBytes, `/dev/${uio}`));
      return new KernelDrive(paths, drive, fd, ring, commandTimeoutMs);
    } catch (error) {
      closeSync(fd);
      throw error;
    }
  }

  /** Unplugs the drive. The nodes no longer exist when it resolves. */
  async detach(): Promise<void> {
    this.#leaving.abort();
    await removeTarget(this.#paths);
    await this.#answering.catch(() => {});
    closeSync(this.#fd);
  }

  async #answerAll(): Promise<void> {
    try {
      for (;;) {
        for (let command = this.#ring.next(); command !== undefined; command = this.#ring.next()) {
          this.#ring.answer(command, await this.#unlessAborted(command, this.#carryOut(command)));
          writeSync(this.#fd, new Uint8Array(EVENT_BYTES));
        }
        await this.#nextEvent();
      }
    } catch (error) {
      if (!this.#leaving.signal.aborted) throw error;
    }
  }

  /** Resolves once the kernel has put something into the ring since the last call, immediately if it already has. */
  #nextEvent(): Promise<unknown> {
    if (this.#event === undefined) {
      this.#event = readEvent(this.#fd, new Uint8Array(EVENT_BYTES), 0, EVENT_BYTES, null)
        .catch((error: Error) => {
          // EIO: the device has been removed.
          throw refusal('gone', `the kernel removed the device: ${error.message}`, 'Start the server again', error);
        })
        .finally(() => {
          this.#event = undefined;
        });
      this.#event.catch(() => {});
    }
    return this.#event;
  }

  /**
   * The answer, or TASK ABORTED as soon as the kernel aborts the command: the kernel waits for that before it answers the
   * program. The drive goes on with what it is doing, and the next command finds it busy with that.
   */
  async #unlessAborted(command: RingCommand, answering: Promise<RingAnswer>): Promise<RingAnswer> {
    for (;;) {
      if (this.#ring.isAborted(command)) {
        answering.catch(() => {});
        return ABORTED;
      }
      const answer = await Promise.race([answering, this.#nextEvent().then(() => undefined)]);
      if (answer !== undefined) return answer;
    }
  }

  async #carryOut({ cdb, pieces }: RingCommand): Promise<RingAnswer> {
    const lengthBytes = pieces.reduce((sum, piece) => sum + piece.length, 0);
    const out = sendsData(cdb[0] ?? 0);
    let data: DataPhase = { direction: 'none' };
    if (lengthBytes > 0)
      data = out ? { direction: 'out', bytes: concatBytes(pieces) } : { direction: 'in', lengthBytes };
    const exchange = toDriveForm(cdb, data);
    try {
      // The kernel times the command itself.
      const reply = await this.#drive.send(this.#program, { ...exchange, timeoutMs: LONGEST_TIMER_MS });
      if (reply.outcome === 'skipped') return FAILED;
      const { status, sense, residualBytes = 0 } = reply;
      const arrived = reply.data.subarray(0, Math.max(0, lengthBytes - residualBytes));
      return out ? { status, sense } : { status, sense, data: exchange.reply(arrived) };
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      if (error.kind === 'timeout') await this.#waitForTimeout();
      if (error.kind === 'gone') this.#unplugged(error);
      return FAILED;
    }
  }

  /** The answer is lost: the program, or in the end the kernel, times the command out. */
  async #waitForTimeout(): Promise<void> {
    await sleep(this.#commandTimeoutMs, undefined, { signal: this.#leaving.signal }).catch(() => {});
  }
}

const ABORTED: RingAnswer = { status: ScsiStatus.TaskAborted, sense: new Uint8Array() };
const FAILED: RingAnswer = { status: ScsiStatus.CheckCondition, sense: INTERNAL_FAILURE };
