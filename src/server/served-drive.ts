import { readBufferCapacity } from '../mmc/commands/read-buffer-capacity.ts';
import type { ConnectOptions } from '../simulator/connection/simulated-connection.ts';
import type { SimulatedDrive } from '../simulator/simulated-drive.ts';
import { currentSenseTriple } from '../transport/sense-triple.ts';
import type { ScsiReply, ScsiRequest, ScsiTransport } from '../transport/transport.ts';

/** How much of the buffer's contents reach the disc while somebody waits once for room in it. */
const DRAINED_SHARE = 0.5;

/** What always stays in it: nobody's asking may have the disc run out of bytes. */
const KEPT_SHARE = 1 / 8;

/**
 * A simulated drive that programs outside are connected to. They wait in real time, while a drive's virtual time passes only
 * where somebody waits for it, so it is moved on for them: whoever finds the drive busy, or its buffer full, finds it done
 * when he asks again.
 */
export class ServedDrive {
  readonly drive: SimulatedDrive;
  readonly #hurried: boolean;

  /** @param hurried the drive's time is virtual */
  constructor(drive: SimulatedDrive, hurried: boolean) {
    this.drive = drive;
    this.#hurried = hurried;
  }

  /** One more program: the drive keeps unit attentions and events for each. */
  connect(options?: ConnectOptions): ScsiTransport {
    return this.drive.connect(options);
  }

  /** @throws TransportError, as {@link ScsiTransport.send} */
  async send(program: ScsiTransport, request: ScsiRequest): Promise<ScsiReply> {
    const foundBusy = this.drive.burner.operation !== undefined;
    const reply = await program.send(request);
    if (this.#hurried) await this.#passTime(foundBusy, request, reply);
    return reply;
  }

  /** What is under way comes to its end, the disc is saved. */
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
