import { readBufferCapacity } from '../mmc/commands/read-buffer-capacity.ts';
import type { ConnectOptions } from '../simulator/connection/simulated-connection.ts';
import { SimulatedDrive } from '../simulator/simulated-drive.ts';
import { currentSenseTriple } from '../transport/sense-triple.ts';
import type { ScsiReply, ScsiRequest, ScsiTransport } from '../transport/transport.ts';

/** The share of the buffer's contents that reaches the disc each time a program waits for room in it. */
const DRAINED_SHARE = 0.5;

/** The share that always stays in it: asking about the buffer must not let it run empty. */
const KEPT_SHARE = 1 / 8;

/** What a served drive is doing, seen from outside: no command is sent to it, so that neither its time nor a fault that counts commands changes. */
export interface DriveGlance {
  /** The drive's time, in ms. */
  readonly nowMs: number;
  /** What is in its buffer and not on the disc yet, and the size of the buffer. */
  readonly bufferedBytes: number;
  readonly bufferBytes: number;
  /**
   * Another drive, without faults and habits, with the same disc in it: for reading what is on the disc. Undefined without a disc. It must
   * not be closed, since that would close the disc.
   */
  readonly disc: ScsiTransport | undefined;
}

/**
 * A simulated drive that other programs are connected to. Those that wait in real time would find that a drive's virtual time
 * does not pass, so it is advanced for them: a program that finds the drive busy, or its buffer full, finds it ready when it
 * asks again. Those that share the drive's clock wait in its time.
 */
export class ServedDrive {
  readonly drive: SimulatedDrive;
  readonly virtualTime: boolean;
  readonly #through: (program: ScsiTransport) => ScsiTransport;

  /**
   * @param virtualTime the drive's time is virtual
   * @param through what stands between each program and the drive
   */
  constructor(
    drive: SimulatedDrive,
    virtualTime: boolean,
    through: (program: ScsiTransport) => ScsiTransport = (program) => program,
  ) {
    this.drive = drive;
    this.virtualTime = virtualTime;
    this.#through = through;
  }

  /**
   * Connects another program: the drive keeps unit attentions and events for each. As on Linux, exclusive access keeps out
   * only programs that ask for it too.
   */
  connect(options: ConnectOptions = {}): ScsiTransport {
    return this.#through(this.drive.connect({ intrudes: true, ...options }));
  }

  look(): DriveGlance {
    const { clock, buffer, tray } = this.drive.burner;
    return {
      nowMs: clock.now(),
      bufferedBytes: buffer.waitingBytes,
      bufferBytes: buffer.capacityBytes,
      disc: tray.open || tray.disc === undefined ? undefined : new SimulatedDrive({ disc: tray.disc }),
    };
  }

  /**
   * @param sharesClock the program waits on the drive's clock
   * @throws TransportError, as {@link ScsiTransport.send}
   */
  async send(program: ScsiTransport, request: ScsiRequest, sharesClock = false): Promise<ScsiReply> {
    const foundBusy = this.drive.burner.operation !== undefined;
    const reply = await program.send(request);
    if (this.virtualTime && !sharesClock) await this.#passTime(foundBusy, request, reply);
    return reply;
  }

  /** Lets what is in progress finish and saves the disc. */
  close(): Promise<void> {
    return this.drive.close();
  }

  async #passTime(foundBusy: boolean, { cdb }: ScsiRequest, reply: ScsiReply): Promise<void> {
    const { operation, buffer, clock } = this.drive.burner;
    if (foundBusy && operation !== undefined) await clock.sleep(operation.remainingMs);
    else if (cdb[0] === readBufferCapacity.spec.opcode || isLongWrite(reply)) {
      if (buffer.waitingBytes > buffer.capacityBytes * KEPT_SHARE)
        await clock.sleep(buffer.msUntilEmpty * DRAINED_SHARE);
    }
  }
}

/** 2/04/08 logical unit not ready, long write in progress. */
function isLongWrite(reply: ScsiReply): boolean {
  if (reply.outcome !== 'answered') return false;
  const triple = currentSenseTriple(reply.sense);
  return triple?.key === 0x02 && triple.asc === 0x04 && triple.ascq === 0x08;
}
