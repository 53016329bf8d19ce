import { read10 } from '../mmc/commands/read-10.ts';
import { readCapacity } from '../mmc/commands/read-capacity.ts';
import { CapacityType, readFormatCapacities } from '../mmc/commands/read-format-capacities.ts';
import { Profile } from '../mmc/profiles.ts';
import { isSense, SenseKey } from '../scsi/sense.ts';
import { SenseError } from '../scsi/sense-error.ts';
import { ask } from './ask.ts';
import { isRefusal } from './bad-answer.ts';
import { type BlockMedium, eccBlocksOf, writeModelOf } from './block-medium.ts';
import { blockTracks } from './block-tracks.ts';
import type { DiscState } from './disc.ts';
import { discInformation, incompleteTrack, nextWritableLbaOf } from './disc-queries.ts';
import { DISC_STATUS_NAMES, SESSION_STATE_NAMES } from './disc-words.ts';
import type { Drive } from './drive.ts';

const BACKGROUND = ['none', 'interrupted', 'in progress', 'complete'] as const;

/** A header, the capacity of the disc as it is, and as many formats as any drive offers. */
const FORMAT_CAPACITIES_BYTES = 252;

async function unlessRefused<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
}

/** READ FORMAT CAPACITIES; undefined from drives that refuse it for this disc. */
export const formatCapacities = (drive: Drive) =>
  unlessRefused(ask(drive, readFormatCapacities({ allocationLength: FORMAT_CAPACITIES_BYTES })));

/**
 * The state of a DVD or BD. An overwritable disc has one track, which is always there: blocks can be written anywhere in it.
 * @throws SenseError 2/3A/xx without a disc; 5/xx for a track, with `everyTrack`
 */
export async function blockDiscState(
  drive: Drive,
  profile: number,
  { everyTrack, signal }: { readonly everyTrack: boolean; readonly signal?: AbortSignal | undefined },
): Promise<DiscState> {
  const disc = await discInformation(drive, { signal });
  const status = DISC_STATUS_NAMES[disc.discStatus];
  const writeModel = writeModelOf(profile);
  const formats = writeModel === 'overwrite' ? await capacitiesThatAgree(drive, status) : undefined;
  const claimed = formats === undefined || isFormatted(profile, formats);
  const formatted = claimed && !(writeModel === 'overwrite' && status === 'other' && (await isCorrupted(drive)));
  const common = {
    status,
    lastSession: SESSION_STATE_NAMES[disc.lastSessionState],
    erasable: disc.erasable,
  };
  const shape = {
    profile,
    writeModel,
    formatted,
    backgroundFormat: BACKGROUND[disc.backgroundFormat] ?? 'none',
    eccBlocks: eccBlocksOf(profile),
  } as const;
  const last = disc.lastTrackInLastSession;
  const numbers = status !== 'blank' && formatted ? { first: Math.max(1, disc.firstTrack), last } : undefined;
  const tracks =
    numbers === undefined
      ? []
      : await blockTracks(drive, numbers, {
          required: (number) => everyTrack && (status === 'complete' || number < last),
          signal,
        });
  if (writeModel === 'overwrite') {
    const capacity = formatted ? await unlessRefused(ask(drive, readCapacity({}), { signal })) : undefined;
    const capacityBlocks = roomOf(profile, formats, capacity === undefined ? undefined : capacity.lastLba + 1);
    return {
      ...common,
      sessions: tracks.length === 0 ? 0 : 1,
      tracks: tracks.map((track) => ({ ...track, open: false })),
      nextTrack: 1,
      nextWritableLba: 0,
      freeBlocks: capacityBlocks,
      medium: { ...shape, capacityBlocks },
    };
  }
  const writable =
    status === 'blank' || status === 'appendable'
      ? await incompleteTrack(drive, tracks.at(-1)?.number ?? disc.lastTrackInLastSession, { signal })
      : undefined;
  const open = tracks.find((track) => track.open);
  const nextWritableLba = writable === undefined ? null : nextWritableLbaOf(writable);
  const freeBlocks = writable?.freeBlocks ?? null;
  const lastTrack = tracks.at(-1);
  return {
    ...common,
    sessions: new Set(tracks.map(({ session }) => session)).size,
    tracks,
    nextTrack: writable === undefined ? null : (open?.number ?? (lastTrack?.number ?? 0) + 1),
    nextWritableLba,
    freeBlocks,
    medium: {
      ...shape,
      capacityBlocks:
        nextWritableLba !== null && freeBlocks !== null
          ? nextWritableLba + freeBlocks
          : lastTrack === undefined
            ? null
            : lastTrack.startLba + lastTrack.lengthBlocks,
    },
  };
}

/** What is not formatted cannot be complete: one of the two replies is wrong, and is asked for again. */
async function capacitiesThatAgree(drive: Drive, status: DiscState['status']): ReturnType<typeof formatCapacities> {
  const formats = await formatCapacities(drive);
  const contradicts = status === 'complete' && formats !== undefined && formats.capacityType !== CapacityType.Formatted;
  return contradicts ? formatCapacities(drive) : formats;
}

/**
 * Whether a format was interrupted: then every access to a block fails with 3/31/00. Disc status "other" alone does not say so: a drive
 * may report it of any disc that is written anywhere (MMC-6 6.21.3).
 */
async function isCorrupted(drive: Drive): Promise<boolean> {
  try {
    await drive.execute(read10({ lba: 0, lengthBlocks: 1 }));
    return false;
  } catch (error) {
    if (!(error instanceof SenseError)) throw error;
    return isSense(error.sense, SenseKey.MediumError, 0x31, 0x00);
  }
}

type Formats = Awaited<ReturnType<typeof formatCapacities>>;

/** A DVD-RW whose border is open is of unknown capacity, and formatted (MMC-5 6.24.3.2.1). */
const isFormatted = (profile: number, { capacityType }: NonNullable<Formats>): boolean =>
  capacityType === CapacityType.Formatted ||
  (capacityType === CapacityType.Unknown && profile === Profile.DvdRwRestrictedOverwrite);

/**
 * What can be written to: all of a formatted disc. A DVD+RW whose format goes on in the background, and a DVD-RW with its quick
 * format, grow as they are written, to what their format offers.
 */
function roomOf(profile: number, formats: Formats, readableBlocks: number | undefined): BlockMedium['capacityBlocks'] {
  const offered = (formats?.entries ?? []).map(({ blocks }) => blocks);
  const grows = profile === Profile.DvdPlusRw || profile === Profile.DvdRwRestrictedOverwrite;
  const current = formats?.capacityType === CapacityType.Formatted ? formats.blocks : undefined;
  const found = grows
    ? Math.max(readableBlocks ?? 0, current ?? 0, ...offered)
    : (readableBlocks ?? current ?? offered[0]);
  return found === undefined || found === 0 ? null : found;
}
