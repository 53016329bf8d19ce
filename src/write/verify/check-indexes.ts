import { FORMATTED_Q_BYTES, SECTOR_BYTES } from '../../cd/geometry.ts';
import { hasNoQCrc, isQIntact } from '../../cd/q-channel.ts';
import { decodePosition, type QPosition } from '../../cd/q-position.ts';
import { qOfFormatted } from '../../cd/sub-channel.ts';
import { ask } from '../../drive/ask.ts';
import type { Drive } from '../../drive/drive.ts';
import { readCd, SectorType, SubChannelSelection, WHOLE_MAIN_CHANNEL } from '../../mmc/commands/read-cd.ts';
import { type SentTrack, trackStartOf } from '../engine/send-extent.ts';
import type { TrackProperties } from '../engine/track-source.ts';
import { warningsOf } from './warnings-of.ts';

/** A frame of the catalogue number or of an ISRC takes the place of a position now and then, but not twice in a row. */
const BLOCKS_PER_LOOK = 3;

interface IndexRange {
  readonly index: number;
  readonly startLba: number;
  readonly endLba: number;
}

/** The blocks of each index, as far as they were written. */
function rangesOf(sent: SentTrack, { indexBlocks = [] }: TrackProperties): IndexRange[] {
  const start = trackStartOf(sent);
  const endLba = sent.startLba + sent.lengthBlocks;
  const starts = [sent.startLba, start, ...indexBlocks.map((blocks) => start + blocks)];
  return starts
    .map((startLba, index) => ({ index, startLba, endLba: Math.min(starts[index + 1] ?? endLba, endLba) }))
    .filter((range) => range.startLba < range.endLba);
}

/**
 * Reads Q in the middle of each index of a track that has more than one: a drive may return Q of a block nearby. The sound
 * is right without indexes, so a difference is a warning.
 * @returns the warnings
 */
export async function indexWarnings(drive: Drive, sent: SentTrack, properties: TrackProperties): Promise<string[]> {
  const ranges = rangesOf(sent, properties);
  if (ranges.length < 2) return [];
  const warnings: string[] = [];
  const failures = await warningsOf(`the indexes of track ${sent.number}`, async () => {
    for (const { index, startLba, endLba } of ranges) {
      const lba = Math.floor((startLba + endLba) / 2);
      const found = await positionAt(drive, lba, Math.min(BLOCKS_PER_LOOK, endLba - lba));
      if (found === undefined || (found.track === sent.number && found.index === index)) continue;
      warnings.push(
        `LBA ${lba} was to be index ${index} of track ${sent.number}, but the disc has index ${found.index} of track ${found.track} there`,
      );
    }
    return [];
  });
  return [...warnings, ...failures];
}

async function positionAt(drive: Drive, startLba: number, lengthBlocks: number): Promise<QPosition | undefined> {
  const subChannel = SubChannelSelection.Q;
  const blocks = await ask(
    drive,
    readCd({ ...WHOLE_MAIN_CHANNEL, subChannel, sectorType: SectorType.Any, startLba, lengthBlocks }),
  );
  const blockBytes = SECTOR_BYTES + FORMATTED_Q_BYTES;
  for (let block = 0; block < lengthBlocks; block++) {
    const frame = qOfFormatted(blocks.subarray(block * blockBytes + SECTOR_BYTES, (block + 1) * blockBytes));
    const position = hasNoQCrc(frame) || isQIntact(frame) ? decodePosition(frame) : undefined;
    if (position !== undefined) return position;
  }
  return undefined;
}
