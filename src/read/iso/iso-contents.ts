import { ask } from '../../drive/ask.ts';
import { isRefusal } from '../../drive/bad-answer.ts';
import { blocksAsBytes } from '../../drive/block-disc-words.ts';
import { isBdProfile, isReadOnlyProfile } from '../../drive/block-medium.ts';
import { type BlockMedium, type DiscState, readDiscState, type TrackState } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import type { BlockReader } from '../../filesystem/block-reader.ts';
import { FileSystemError } from '../../filesystem/filesystem-error.ts';
import { findVolumes } from '../../filesystem/growth/volumes.ts';
import { ImageError } from '../../image/image-error.ts';
import { readCapacity } from '../../mmc/commands/read-capacity.ts';
import { readDvdCopyright } from '../../mmc/commands/read-disc-structure.ts';
import { CopyrightProtection } from '../../mmc/structures/dvd.ts';
import { driveBlocks } from '../drive-blocks.ts';
import { isUnreadable, recordedTracksOf, unfinishedInWords } from '../extents.ts';
import { overwritableBlocks } from '../growth.ts';
import { tracksOnDisc } from '../tracks-on-disc.ts';

/** Blocks of a track that are read. */
export interface DataExtent {
  readonly track: number;
  readonly startLba: number;
  readonly endLba: number;
}

/** What of a disc goes into an image. What is between two extents is zeros in it, so that addresses are kept. */
export interface IsoContents {
  /** Of the disc, also those that are not in the image. */
  readonly tracks: readonly TrackState[];
  /** In ascending order; at least one. */
  readonly extents: readonly DataExtent[];
  readonly startLba: number;
  readonly endLba: number;
  /** The block after the last one of the only file system; undefined where there is none, or several sessions have one. */
  readonly fileSystemEnd: number | undefined;
  /** Where each session with data begins. */
  readonly sessionStarts: readonly number[];
  /** What a DVD or BD has and a CD does not. */
  readonly medium: BlockMedium | undefined;
}

const unsuitable = (reason: string, remedy: string): ImageError =>
  new ImageError({ kind: 'unsuitable-disc', reason, remedy });

/** The tracks, as an export to an image sees them. Of a DVD or BD only the drive knows them: its table of contents is made up. */
export async function tracksForIso(drive: Drive): Promise<readonly TrackState[]> {
  const { medium, tracks } = await readDiscState(drive);
  return medium === undefined ? tracksOnDisc(drive, []) : tracks;
}

/**
 * Finds which blocks of the disc are data.
 * @param whole of a disc that is overwritten, all that can be read, not only its file system
 * @param warnings gets what the image will not have as the disc does
 * @throws ImageError of kind `unsuitable-disc`; SenseError, TransportError
 */
export async function isoContents(drive: Drive, whole: boolean, warnings: string[]): Promise<IsoContents> {
  const state = await readDiscState(drive);
  const { medium } = state;
  if (medium === undefined) return cdContents(drive, warnings);
  await refuseEncrypted(drive, medium);
  if (medium.writeModel === 'overwrite') return overwritableContents(drive, state, medium, whole);
  if (isReadOnlyProfile(medium.profile)) {
    const endLba = (await ask(drive, readCapacity({}))).lastLba + 1;
    return contentsOf(drive, state.tracks, [{ track: 1, startLba: 0, endLba }], [0], medium, warnings);
  }
  const tracks = recordedTracksOf(state.tracks);
  warnings.push(...unfinishedInWords(tracks));
  return contentsOf(drive, tracks, extentsOf(tracks), sessionStartsOf(tracks), medium, warnings);
}

/** Copy protection is not circumvented. CPRM is not asked about: recordable discs name it whether it is used or not. */
async function refuseEncrypted(drive: Drive, { profile }: BlockMedium): Promise<void> {
  if (isBdProfile(profile)) return;
  const protection = await ask(drive, readDvdCopyright({ allocationLength: 8 })).then(
    (reply) => reply.protection,
    (error: unknown) => {
      if (isRefusal(error)) return CopyrightProtection.None;
      throw error;
    },
  );
  const name = protection === CopyrightProtection.Css ? 'CSS' : protection === CopyrightProtection.Aacs ? 'AACS' : '';
  if (name === '') return;
  throw unsuitable(
    `the disc is protected against copying: its blocks are encrypted with ${name}`,
    'discwright does not circumvent copy protection; such a disc is neither exported nor copied',
  );
}

const sessionStartsOf = (tracks: readonly TrackState[]): number[] =>
  [...new Set(tracks.map(({ session }) => session))].map(
    (session) => tracks.find((track) => track.session === session)?.startLba ?? 0,
  );

/** Some drives count the pause of a track as part of the one before it; a track written by layer jump encloses others. */
function extentsOf(tracks: readonly TrackState[]): DataExtent[] {
  const extents: DataExtent[] = [];
  for (const { number, startLba, lengthBlocks } of tracks) {
    const from = Math.max(startLba, extents.at(-1)?.endLba ?? startLba);
    if (startLba + lengthBlocks > from)
      extents.push({ track: number, startLba: from, endLba: startLba + lengthBlocks });
  }
  return extents;
}

async function cdContents(drive: Drive, warnings: string[]): Promise<IsoContents> {
  const all = recordedTracksOf(await tracksOnDisc(drive, warnings));
  const data = all.filter(({ kind }) => kind === 'data');
  const [first, last] = [data[0], data.at(-1)];
  const remedy = 'Export a BIN/CUE image (--cue NAME.cue), or read its audio with `discwright rip`';
  if (first === undefined || last === undefined) throw unsuitable('the disc has no data, only audio tracks', remedy);
  const audio = all.filter(({ kind }) => kind === 'audio');
  if (audio.some(({ number }) => number > first.number && number < last.number))
    throw unsuitable('there are audio tracks between the data tracks, which no ISO file can hold', remedy);
  warnings.push(...unfinishedInWords(data));
  if (audio.length > 0) {
    const numbers = audio.map(({ number }) => number);
    warnings.push(
      `the audio (${numbers.length === 1 ? 'track' : 'tracks'} ${numbers.join(', ')}) is not in the file; a BIN/CUE image (--cue NAME.cue) has it too`,
    );
  }
  const cut = data.map((track) => {
    const next = all.find(({ number }) => number > track.number);
    const most = next === undefined ? track.lengthBlocks : next.startLba - track.startLba;
    return { ...track, lengthBlocks: Math.min(track.lengthBlocks, most) };
  });
  return contentsOf(drive, all, extentsOf(cut), sessionStartsOf(data), undefined, warnings);
}

async function contentsOf(
  drive: Drive,
  tracks: readonly TrackState[],
  extents: readonly DataExtent[],
  sessionStarts: readonly number[],
  medium: BlockMedium | undefined,
  warnings: string[],
): Promise<IsoContents> {
  const startLba = extents[0]?.startLba ?? 0;
  const endLba = extents.at(-1)?.endLba ?? 0;
  const only = startLba === 0 && sessionStarts.length === 1;
  const fileSystemEnd = only ? await fileSystemEndOf(driveBlocks(drive)) : undefined;
  if (startLba !== 0)
    warnings.push(
      `the file begins with LBA ${startLba}, for which its file system was made: what reads it must be told (\`discwright iso list --start ${startLba}\`)`,
    );
  if (sessionStarts.length > 1)
    warnings.push(
      `the file has the data of ${sessionStarts.length} sessions at their addresses; the files of the last one are found from LBA ${sessionStarts.at(-1)} (\`discwright iso list --session ${sessionStarts.at(-1)}\`)`,
    );
  if (fileSystemEnd !== undefined && fileSystemEnd > endLba)
    warnings.push(
      `the file system of the disc is ${fileSystemEnd} blocks long, and only ${endLba} are on the disc: the end of it is missing`,
    );
  return { tracks, extents, startLba, endLba, fileSystemEnd, sessionStarts, medium };
}

/** Undefined for UDF that is written in place or in packets, too: it has the length of the disc. */
async function fileSystemEndOf(reader: BlockReader): Promise<number | undefined> {
  try {
    const found = await findVolumes(reader);
    return found?.problem === undefined ? found?.endBlock : undefined;
  } catch (error) {
    if (error instanceof FileSystemError || isUnreadable(error)) return undefined;
    throw error;
  }
}

/** Where the descriptors of every file system are (ECMA-119 6.2.1, ECMA-167 2/8.4). */
const DESCRIPTORS_LBA = 16;

/** Such a disc can be read to the end of its format, most of which may never have been written. */
async function overwritableContents(
  drive: Drive,
  { tracks }: DiscState,
  medium: BlockMedium,
  whole: boolean,
): Promise<IsoContents> {
  if (!medium.formatted)
    throw unsuitable('the disc is not formatted, so there is nothing on it', 'Insert another disc');
  const upTo = (endLba: number, fileSystemEnd?: number): IsoContents => {
    const extents = [{ track: 1, startLba: 0, endLba }];
    return { tracks, extents, startLba: 0, endLba, fileSystemEnd, sessionStarts: [0], medium };
  };
  if (whole) return upTo((await ask(drive, readCapacity({}))).lastLba + 1);
  const remedy = 'Export all blocks that can be read instead (--whole, `whole`): the file is then as large as the disc';
  const found = await findVolumes(overwritableBlocks(drive)).catch((error: unknown) => {
    if (!(error instanceof FileSystemError)) throw error;
    throw unsuitable(`where the data on the disc ends is not known: ${error.reason}`, remedy);
  });
  if (found === undefined || found.endBlock <= DESCRIPTORS_LBA)
    throw unsuitable('no file system on the disc says where its data ends', remedy);
  const most = medium.capacityBlocks;
  if (most !== null && found.endBlock > most)
    throw unsuitable(
      `the file system on the disc claims ${blocksAsBytes(found.endBlock)}, which is more than the disc has`,
      remedy,
    );
  return upTo(found.endBlock, found.endBlock);
}
