import { PREGAP_BLOCKS } from '../cd/geometry.ts';
import { blocksAsBytes } from '../drive/block-disc-words.ts';
import { type DiscState, readDiscState } from '../drive/disc-state.ts';
import type { Drive } from '../drive/drive.ts';
import { ImageError } from '../image/image-error.ts';
import { isoContents } from '../read/iso/iso-contents.ts';
import type { RipResult } from '../read/rip/rip-options.ts';
import { BurnError, cdSessionAtOnce, chooseDataRecipe } from '../write/index.ts';
import { requireNothingToLose } from '../write/overwriting.ts';

/** What is to be copied. */
export interface CopySource {
  readonly kind: 'cd' | 'blocks';
  /** Blocks that the copy needs at least. */
  readonly neededBlocks: number;
}

/** @throws ImageError of kind `unsuitable-disc`; SenseError 2/3A/xx without a disc; TransportError */
export async function lookAtSource(drive: Drive): Promise<CopySource> {
  const { medium, tracks, sessions } = await readDiscState(drive);
  const last = tracks.at(-1);
  if (medium === undefined) {
    // Some drives count a pause with the last track; the burn looks more closely.
    const end = last === undefined ? 0 : last.startLba + last.lengthBlocks - PREGAP_BLOCKS;
    return { kind: 'cd', neededBlocks: Math.max(0, end) };
  }
  if (sessions > 1) {
    throw new ImageError({
      kind: 'unsuitable-disc',
      reason: `the disc has ${sessions} sessions, and in a copy of its blocks only the files of the first would be found`,
      remedy:
        'Take its files out (`discwright iso extract`) and burn those (`discwright data`), or keep an image of it (`discwright export --iso`)',
    });
  }
  const { endLba, fileSystemEnd = endLba } = await isoContents(drive, false, []);
  return { kind: 'blocks', neededBlocks: Math.min(endLba, fileSystemEnd) };
}

/**
 * Checks that the disc in a drive can be written, is blank or may be overwritten, and has room.
 * @throws BurnError of phase `planning`, which names the drive; SenseError, TransportError
 */
export async function checkTarget(drive: Drive, source: CopySource, overwrite: boolean): Promise<void> {
  try {
    const disc = source.kind === 'cd' ? await cdSessionAtOnce.checkMedium(drive) : (await chooseDataRecipe(drive)).disc;
    await requireEmpty(drive, disc, overwrite);
    requireRoom(disc, source.neededBlocks);
  } catch (error) {
    if (!(error instanceof BurnError)) throw error;
    throw error.with({ remedy: `This is the disc in ${drive.path}. ${error.remedy}` });
  }
}

async function requireEmpty(drive: Drive, disc: DiscState, overwrite: boolean): Promise<void> {
  if (disc.medium?.writeModel === 'overwrite') {
    if (!overwrite) await requireNothingToLose(drive, disc);
  } else if (disc.status !== 'blank') {
    throw refusal(disc, 'INVALID_REQUEST', 'the disc is not blank', 'Use a blank disc');
  }
}

function requireRoom(disc: DiscState, neededBlocks: number): void {
  if (disc.freeBlocks === null || disc.freeBlocks >= neededBlocks) return;
  const reason = `the copy needs ${blocksAsBytes(neededBlocks)}, and the disc has room for ${blocksAsBytes(disc.freeBlocks)}`;
  throw refusal(disc, 'NO_ROOM', reason, 'Use a disc that holds as much as the one that is copied');
}

const refusal = (disc: DiscState, code: 'INVALID_REQUEST' | 'NO_ROOM', reason: string, remedy: string): BurnError =>
  new BurnError({ phase: 'planning', code, reason, remedy, disc });

/**
 * Whoever gets the copy does not see the log: what is not in the files ends it.
 * @throws ImageError
 */
export function requireWhole({
  suspects,
  tracks,
  unreachedSamples,
}: Pick<RipResult, 'suspects' | 'tracks' | 'unreachedSamples'>): void {
  const missing = tracks.filter(({ path }) => path === undefined).map(({ number }) => number);
  const refuse = (reason: string, remedy: string) =>
    new ImageError({ kind: 'unsuitable-disc', reason: `${reason}, and nothing was burned`, remedy });
  if (missing.length > 0) {
    throw refuse(
      `${missing.length === 1 ? 'track' : 'tracks'} ${missing.join(', ')} cannot be copied`,
      'Copy the disc without that all the same (--on-error silence), or export it as an image (discwright export --cue)',
    );
  }
  if (unreachedSamples > 0) {
    throw refuse(
      `the drive does not read ${unreachedSamples} samples at the ends because of its offset`,
      'Read in a drive that does, leave out --offset, or copy it with silence there (--on-error silence)',
    );
  }
  if (suspects.some(({ doubt }) => doubt !== 'unreadable')) {
    throw refuse(
      'not all blocks could be read without doubt',
      'Clean the disc, try another drive, or copy it all the same (--on-error silence)',
    );
  }
}
