import { readBufferCapacity } from '../mmc/commands/read-buffer-capacity.ts';
import type { ConnectOptions } from '../simulator/connection/simulated-connection.ts';
import type { SimulatedDrive } from '../simulator/simulated-drive.ts';
import { currentSenseTriple } from '../transport/sense-triple.ts';
import type { ScsiReply, ScsiRequest, ScsiTransport } from '../transport/transport.ts';

/** The share of the buffer's contents that reaches the disc each time a program waits for room in it. */
const DRAINED_SHARE = 0.5;

/** The share that always stays in it: asking about the buffer must not let it run empty. */
const KEPT_SHARE = 1 / 8;

/**
 * A simulated drive that other programs are connected to. They wait in real time, while a drive's virtual time passes only
 * when somebody waits for it. So it is advanced for them: a program that finds the drive busy, or its buffer full, finds it
 * ready when it asks again.
 */
export class ServedDrive {
  readonly drive: SimulatedDrive;
  readonly #virtualTime: boolean;

  /** @param virtualTime the drive's time is virtual */
  constructor(drive: SimulatedDrive, virtualTime: boolean) {
    this.drive = drive;
    this.#virtualTime = virtualTime;
  }

  /** Connects another program: the drive keeps unit attentions and events for each. */
  connect(options?: ConnectOptions): ScsiTransport {
    return this.drive.connect(options);
  }

  /** @throws TransportError, as {@link ScsiTransport.send} */
  async send(program: ScsiTransport, request: ScsiRequest): Promise<ScsiReply> {
    const foundBusy = this.drive.burner.operation !== undefined;
    const reply = await program.send(request);
    if (this.#virtualTime) await this.#passTime(foundBusy, request, reply);
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
