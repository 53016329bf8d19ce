import { untilBelieved } from '../drive/ask.ts';
import type { TrackState } from '../drive/disc-state.ts';
import type { Drive } from '../drive/drive.ts';
import { SenseError } from '../scsi/sense-error.ts';
import { driveBlocks } from './drive-blocks.ts';
import { isUnreadable } from './extents.ts';

/** Where file systems have their names, their sizes and the time they were made, from the start of the data. */
const PLACES = [0, 16, 32, 256] as const;
const PLACE_BLOCKS = 16;

/** Whether the disc still has the data that it had. */
export type IsSameData = () => Promise<boolean>;

/**
 * Remembers a few blocks of data: discs of the same kind often have tracks of equal length, and all that are overwritten do.
 * @returns a check that reads them again; what cannot be read then or now says nothing
 * @throws StatusError, IncompleteTransferError, TransportError
 */
export async function sampleData(drive: Drive, startLba: number, endLba: number): Promise<IsSameData> {
  const read = async () => {
    const samples: (Uint8Array | undefined)[] = [];
    for (const place of PLACES) {
      const lba = startLba + place;
      const count = Math.min(PLACE_BLOCKS, endLba - lba);
      samples.push(count > 0 ? await blocksAt(drive, lba, count) : undefined);
    }
    return samples;
  };
  const before = await read();
  return async () => {
    const now = await read();
    return before.every((bytes, index) => {
      const again = now[index];
      return bytes === undefined || again === undefined || Buffer.compare(bytes, again) === 0;
    });
  };
}

/** The same of the first data track of a CD, if it has one. @throws as {@link sampleData} */
export async function sampleTracks(drive: Drive, tracks: readonly TrackState[]): Promise<IsSameData | undefined> {
  const data = tracks.find(({ kind }) => kind === 'data');
  return data && (await sampleData(drive, data.startLba, data.startLba + data.lengthBlocks));
}

async function blocksAt(drive: Drive, lba: number, count: number): Promise<Uint8Array | undefined> {
  try {
    return await untilBelieved(drive.clock, () => driveBlocks(drive).readBlocks(lba, count), { isFinal: isUnreadable });
  } catch (error) {
    if (error instanceof SenseError) return undefined;
    throw error;
  }
}
