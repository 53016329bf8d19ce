import { pcmTrackFromBytes } from '../../src/audio/index.ts';
import { Drive } from '../../src/drive/drive.ts';
import { readCd } from '../../src/mmc/commands/read-cd.ts';
import { SimulatedDrive } from '../../src/simulator/index.ts';
import type { BurnOptions } from '../../src/write/burn.ts';
import { burnAudio } from '../../src/write/index.ts';
import { checkCondition, drainGenerator, TamperedTransport } from '../support/tampered-transport.ts';

/** Sound in which every block looks different; never silent. */
export function sound(blocks: number, seed: number): Uint8Array {
  const bytes = new Uint8Array(blocks * 2352);
  const { length } = bytes;
  // Access to globals is slow here: none in the loop.
  for (let index = 0, page = seed * 97; index < length; index++) {
    if (index % 256 === 255) page++;
    bytes[index] = ((index * 31 + page) % 255) + 1;
  }
  return bytes;
}

/** A drive with a disc that has these tracks. */
export async function recorded(tracks: readonly Uint8Array[], options: BurnOptions = {}): Promise<Drive> {
  const drive = new Drive(new SimulatedDrive());
  await burn(drive, tracks, options);
  return drive;
}

export async function burn(drive: Drive, tracks: readonly Uint8Array[], options: BurnOptions = {}): Promise<void> {
  const sources = tracks.map((bytes, index) => pcmTrackFromBytes(bytes, { name: `track ${index + 1}` }));
  await drain(burnAudio(drive, sources, options));
}

/** Runs a generator to its end. */
export const drain = async <R>(generator: AsyncGenerator<unknown, R>): Promise<R> =>
  (await drainGenerator(generator)).result;

/** The same drive with some blocks that READ CD finds unreadable: 3/11/05. */
export function withUnreadable(drive: Drive, unreadable: (lba: number) => boolean): Drive {
  const transport = new TamperedTransport(drive.transport, (request, next) => {
    if (request.cdb[0] !== readCd.spec.opcode) return next();
    const { startLba, lengthBlocks } = readCd.spec.cdb.decode(request.cdb);
    const asked = Array.from({ length: lengthBlocks }, (_, index) => startLba + index);
    return asked.some(unreadable) ? checkCondition(3, 0x11, 0x05) : next();
  });
  return new Drive(transport);
}
