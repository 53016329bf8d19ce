import { untilBelieved } from '../../drive/ask.ts';
import type { Drive } from '../../drive/drive.ts';
import { readUserData } from '../../read/read-blocks.ts';
import type { TrackFormat } from '../engine/track-format.ts';

/** Reads blocks that were written. A disc is not blamed for one bad answer. */
export const readBack = (drive: Drive, format: TrackFormat, lba: number, blocks: number): Promise<Uint8Array> =>
  untilBelieved(drive.clock, () => readUserData(drive, format, lba, blocks));
