import { RUN_OUT_BLOCKS } from '../../cd/geometry.ts';
import { blocksAsBytes, isFormatInterrupted } from '../../drive/block-disc-words.ts';
import type { DiscState, TrackState } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import { readUserData } from '../../read/read-blocks.ts';
import { SenseKey } from '../../scsi/sense.ts';
import { SenseError } from '../../scsi/sense-error.ts';
import { formatOfTrack } from '../engine/track-format.ts';
import { blocksInWords } from './words.ts';

/**
 * What no repair brings back, each as a sentence without its full stop: the rest of interrupted tracks, tracks that stay
 * damaged or cannot be read, a disc whose erase was interrupted.
 */
export async function lossesOf(drive: Drive, before: DiscState, after: DiscState): Promise<string[]> {
  const { tracks, lastSession, erasable } = after;
  if (isFormatInterrupted(after)) {
    return [
      'A format of this disc was interrupted: what was on it cannot be saved. Format it again (`discwright format`), or write to it, which formats it',
    ];
  }
  if (tracks.length === 0 && lastSession === 'damaged') {
    return [
      erasable
        ? 'An erase of this disc was interrupted: what was on it cannot be saved. Erase it again (`discwright blank`)'
        : 'The first track was interrupted before any of it was safe: nothing on the disc can be saved',
    ];
  }
  if (after.medium !== undefined) return lossesOfBlocks(before, after);
  const losses: string[] = [];
  for (const was of before.tracks.filter(({ open, damaged }) => open || damaged)) {
    const now = tracks.find(({ number }) => number === was.number);
    losses.push(
      ...(now === undefined
        ? [`Track ${was.number} is no longer on the disc`]
        : await ofTrack(drive, now, was.lengthBlocks)),
    );
  }
  return losses;
}

/** Of a DVD or BD. */
const lossesOfBlocks = (before: DiscState, { tracks }: DiscState): string[] =>
  before.tracks
    .filter(({ open, damaged }) => open || damaged)
    .map(({ number }) => {
      const now = tracks.find((track) => track.number === number);
      if (now === undefined || now.lengthBlocks === 0) return `Nothing of track ${number} reached the disc`;
      if (now.open) return `Track ${number} stays open: the rest of it can no longer be written`;
      if (now.damaged) return `Track ${number} stays damaged: it may not be readable to its end`;
      return `Track ${number} ends after ${blocksAsBytes(now.lengthBlocks)}: if more was to follow, it never reached the disc`;
    });

/** @param writtenBlocks its length before the repair, which pads a track that is too short with silence */
async function ofTrack(drive: Drive, track: TrackState, writtenBlocks: number): Promise<string[]> {
  const { number, lengthBlocks, open, damaged } = track;
  if (open) return [`Track ${number} stays open: the rest of it can no longer be written`];
  if (damaged) return [`Track ${number} stays damaged: it may not play to its end`];
  if (lengthBlocks === 0) return [`Track ${number} has no blocks: nothing of it reached the disc`];
  if (writtenBlocks === 0)
    return [`Track ${number} holds only silence, ${blocksInWords(lengthBlocks)}: nothing of it reached the disc`];
  const end =
    writtenBlocks < lengthBlocks ? `${blocksInWords(writtenBlocks)}, and silence follows` : blocksInWords(lengthBlocks);
  return [
    `Track ${number} ends after ${end}: if more was to follow, it never reached the disc`,
    ...(await unreadableEnd(drive, track)),
  ];
}

/** Tests the last block that certainly belongs to the track. */
async function unreadableEnd(drive: Drive, track: TrackState): Promise<string[]> {
  const lba = track.startLba + track.lengthBlocks - 1 - RUN_OUT_BLOCKS;
  try {
    await readUserData(drive, formatOfTrack(track), lba, 1);
    return [];
  } catch (error) {
    if (!(error instanceof SenseError && error.sense.key === SenseKey.MediumError)) return [];
    return [`The end of track ${track.number}, at LBA ${lba}, cannot be read`];
  }
}
