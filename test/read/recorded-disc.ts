import { pcmTrackFromBytes } from '../../src/audio/index.ts';
import { Drive } from '../../src/drive/drive.ts';
import { SimulatedDrive } from '../../src/simulator/index.ts';
import type { ScsiReply, ScsiRequest, ScsiTransport } from '../../src/transport/transport.ts';
import type { BurnOptions } from '../../src/write/burn.ts';
import { burnAudio } from '../../src/write/index.ts';

/** Sound in which every block looks different; never silent. */
export function sound(blocks: number, seed: number): Uint8Array {
  const bytes = new Uint8Array(blocks * 2352);
  const { length } = bytes;
  // Globals are slow to reach here: none in the loop.
  for (let index = 0, page = seed * 97; index < length; index++) {
    if (index % 256 === 255) page++;
    bytes[index] = ((index * 31 + page) % 255) + 1;
  }
  return bytes;
}

/** A drive with a disc in it that holds these tracks. */
export async function recorded(tracks: readonly Uint8Array[], options: BurnOptions = {}): Promise<Drive> {
  const drive = new Drive(new SimulatedDrive());
  await burn(drive, tracks, options);
  return drive;
}

export async function burn(drive: Drive, tracks: readonly Uint8Array[], options: BurnOptions = {}): Promise<void> {
  const sources = tracks.map((bytes, index) => pcmTrackFromBytes(`track ${index + 1}`, bytes));
  await drain(burnAudio(drive, sources, options));
}

/** Runs a generator to its end. */
export async function drain<R>(generator: AsyncGenerator<unknown, R>): Promise<R> {
  for (;;) {
    const { done, value } = await generator.next();
    if (done) return value as R;
  }
}

/** The same drive with some blocks that READ CD finds unreadable: 3/11/05. */
export function withUnreadable(drive: Drive, unreadable: (lba: number) => boolean): Drive {
  const inner = drive.transport;
  const sense = Uint8Array.from([0x70, 0, 3, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0x11, 0x05, 0, 0, 0, 0]);
  const send = async (request: ScsiRequest): Promise<ScsiReply> => {
    if (request.cdb[0] === 0xbe) {
      const view = new DataView(request.cdb.buffer, request.cdb.byteOffset);
      const first = view.getInt32(2);
      const count = (request.cdb[6] ?? 0) * 65_536 + view.getUint16(7);
      for (let lba = first; lba < first + count; lba++) {
        if (unreadable(lba)) {
          return { outcome: 'answered', status: 0x02, sense, data: new Uint8Array(), durationMs: 0, resends: 0 };
        }
      }
    }
    return inner.send(request);
  };
  const transport: ScsiTransport = {
    path: inner.path,
    maxTransferBytes: inner.maxTransferBytes,
    clock: inner.clock,
    simulated: true,
    send,
    takeExclusive: (owner) => inner.takeExclusive(owner),
    releaseExclusive: () => inner.releaseExclusive(),
    close: () => inner.close(),
    [Symbol.asyncDispose]: () => inner.close(),
  };
  return new Drive(transport);
}
