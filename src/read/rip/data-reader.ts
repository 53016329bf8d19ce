import { SECTOR_BYTES, USER_DATA_BYTES } from '../../cd/geometry.ts';
import { SectorType, sectorTypeOf } from '../../cd/sector.ts';
import { concatBytes } from '../../codec/index.ts';
import { untilBelieved } from '../../drive/ask.ts';
import type { Drive } from '../../drive/drive.ts';
import { WHILE_WORKING } from '../../drive/while-working.ts';
import { readCd, WHOLE_MAIN_CHANNEL } from '../../mmc/commands/read-cd.ts';
import { SenseError } from '../../scsi/sense-error.ts';
import { isUnreadable } from '../extents.ts';
import { inOrder } from '../in-order.ts';
import { blocksPerRead, readUserData } from '../read-blocks.ts';
import type { TrueBlocks } from './area-reader.ts';
import type { BlockRange } from './checksums.ts';
import type { ReadSpeed } from './read-speed.ts';
import type { ReadingMeter } from './reading-meter.ts';
import type { Doubtful } from './secure-reader.ts';

/** How the blocks of a data track are read. */
export interface DataBlocks {
  readonly blockBytes: number;
  readonly read: (drive: Drive, startLba: number, lengthBlocks: number) => Promise<Uint8Array>;
}

/** Complete sectors of any kind. */
export const WHOLE_SECTORS: DataBlocks = {
  blockBytes: SECTOR_BYTES,
  read: (drive, startLba, lengthBlocks) =>
    drive.execute(readCd({ ...WHOLE_MAIN_CHANNEL, sectorType: SectorType.Any, startLba, lengthBlocks }), {
      resend: WHILE_WORKING,
    }),
};

const userData = (sectorType: SectorType): DataBlocks => ({
  blockBytes: USER_DATA_BYTES,
  read: (drive, startLba, lengthBlocks) => readUserData(drive, { sectorType }, startLba, lengthBlocks),
});

/**
 * How the 2,048 bytes of each block of a track are read; undefined for a track whose blocks have more or fewer.
 * @throws SenseError if its first block cannot be read
 */
export async function userDataOf(
  drive: Drive,
  startLba: number,
): Promise<(DataBlocks & { readonly mode: 'MODE1/2048' | 'MODE2/2048' }) | undefined> {
  const first = await untilBelieved(drive.clock, () => WHOLE_SECTORS.read(drive, startLba, 1));
  const type = sectorTypeOf(first);
  if (type === SectorType.Mode1) return { ...userData(type), mode: 'MODE1/2048' };
  return type === SectorType.Mode2Form1 ? { ...userData(type), mode: 'MODE2/2048' } : undefined;
}

export interface DataReading {
  readonly drive: Drive;
  readonly blocks: DataBlocks;
  readonly retries: number;
  readonly speed: ReadSpeed;
  readonly meter: ReadingMeter;
}

/** Reads the blocks of a data track; the drive corrects and checks them itself. What it cannot read is zeros. */
export async function* readData(range: BlockRange, reading: DataReading): AsyncGenerator<TrueBlocks> {
  for await (const pieces of inOrder(jobs(range, reading))) {
    const [first] = pieces;
    if (first === undefined) continue;
    yield {
      lba: first.lba,
      bytes: pieces.length === 1 ? first.bytes : concatBytes(pieces.map(({ bytes }) => bytes)),
      doubtful: pieces.flatMap(({ doubtful }) => doubtful),
    };
  }
}

function* jobs({ startLba, endLba }: BlockRange, reading: DataReading): Generator<() => Promise<TrueBlocks[]>> {
  const most = blocksPerRead(reading.drive, reading.blocks.blockBytes);
  for (let lba = startLba; lba < endLba; lba += most) {
    yield () => readPiece(reading, lba, Math.min(most, endLba - lba));
  }
}

async function readPiece(reading: DataReading, lba: number, lengthBlocks: number): Promise<TrueBlocks[]> {
  const { drive, blocks, retries, speed, meter } = reading;
  for (let attempt = 0; ; attempt++) {
    try {
      const read = () => blocks.read(drive, lba, lengthBlocks);
      const bytes = await meter.during(lengthBlocks, () => untilBelieved(drive.clock, read, { isFinal: isUnreadable }));
      return [{ lba, bytes, doubtful: [] }];
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      if (lengthBlocks > 1) break;
      if (attempt === retries || isOtherKind(error)) {
        await speed.begin();
        const doubtful: Doubtful[] = [{ lba, doubt: 'unreadable', error }];
        return [{ lba, bytes: new Uint8Array(blocks.blockBytes), doubtful }];
      }
      if (attempt > 0) await speed.slower();
    }
  }
  const pieces: TrueBlocks[] = [];
  for (let block = 0; block < lengthBlocks; block++) pieces.push(...(await readPiece(reading, lba + block, 1)));
  return pieces;
}

const ILLEGAL_MODE_FOR_THIS_TRACK = 0x64;

const isOtherKind = (error: unknown): boolean =>
  error instanceof SenseError && error.sense.asc === ILLEGAL_MODE_FOR_THIS_TRACK;
