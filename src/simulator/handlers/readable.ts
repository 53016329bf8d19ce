import { SenseKey } from '../../scsi/sense.ts';
import { CheckCondition, illegalRequest } from '../check-condition.ts';
import { type Area, areaAt } from '../media/areas.ts';
import { DamagedBlockError } from '../media/block-store.ts';
import type { Disc } from '../media/disc.ts';
import { isData } from '../media/stored-blocks.ts';
import { isPlanned, type Track } from '../media/structure.ts';

/** Blocks of one track, stored in the same way. */
export interface Run {
  readonly lba: number;
  readonly lengthBlocks: number;
  readonly track: Track;
  /** Undefined for zeros that the drive generated. Not to be changed, and valid until the next run is asked for. */
  readonly stored: Uint8Array | undefined;
}

/** Blocks as they were written, in as few runs as possible. Throws CheckCondition where nothing can be read. */
export async function* readRuns(disc: Disc, startLba: number, lengthBlocks: number): AsyncGenerator<Run> {
  for (let lba = startLba; lba < startLba + lengthBlocks; ) {
    const area = areaAt(disc, lba);
    requireReadable(area, lba);
    const wanted = Math.min(area.endLba, startLba + lengthBlocks) - lba;
    const { track } = area;
    const stored = await disc.read(lba, wanted).catch((error: unknown) => {
      throw error instanceof DamagedBlockError ? unreadable(lba) : error;
    });
    if (stored === undefined && disc.damaged && isWritten(area)) throw unreadable(lba);
    const count = stored === undefined ? wanted : stored.length / track.blockBytes;
    yield { lba, lengthBlocks: count, track, stored };
    lba += count;
  }
}

/** 3/11/05 L-EC uncorrectable error, as drives answer where no block can be recognized. */
const unreadable = (lba: number) => new CheckCondition(SenseKey.MediumError, 0x11, 0x05, { information: lba });

/** Whether the host wrote every block there. */
const isWritten = ({ kind, track }: Readable): boolean => kind === 'track' || (kind === 'pregap' && isPlanned(track));

type Readable = Extract<Area, { track: unknown }>;

function requireReadable(area: Area, lba: number): asserts area is Readable {
  switch (area.kind) {
    case 'track':
    case 'pregap':
      return;
    case 'link':
      if (!isData(area.track)) return;
      throw unreadable(lba);
    case 'session-gap':
      throw unreadable(lba);
    case 'unwritten':
      // 8/00/00 blank check.
      throw new CheckCondition(SenseKey.BlankCheck, 0x00, 0x00, { information: lba });
    case 'outside':
      // 5/21/00 logical block address out of range.
      throw illegalRequest(0x21, 0x00);
  }
}
