import { decodeControl } from '../cd/control.ts';
import { PREGAP_BLOCKS, sessionGapBlocks } from '../cd/geometry.ts';
import type { TocSession } from '../cd/toc.ts';
import type { Drive } from '../drive/drive.ts';
import { requireDrive } from '../drive/require-drive.ts';
import { type OptionNames, requireKnownOptions } from '../known-options.ts';
import { readDiscTexts } from './disc-texts.ts';
import { recordedTracksOf } from './extents.ts';
import { layOut } from './layout.ts';
import { readSessions } from './read-sessions.ts';
import { readQLayout } from './rip/q-layout.ts';
import { tracksOnDisc } from './tracks-on-disc.ts';

/** The options of {@link readDiscDetails}. */
export interface DiscDetailsOptions {
  /** Read the catalogue number and every ISRC (READ SUB-CHANNEL): the drive goes to each track. Default true. */
  readonly codes?: boolean | undefined;
  /** Find pauses and indexes, and whether the copy bit alternates: reads Q around each border, seconds a track. Default false. */
  readonly indexes?: boolean | undefined;
  /** No more commands are sent once it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** What the sub-channel says about a track. */
export interface TrackDetails {
  readonly number: number;
  readonly preEmphasis: boolean;
  readonly copyPermitted: boolean;
  readonly fourChannels: boolean;
  readonly isrc?: string;
  /** Blocks of the pause before the track (index 0). With `indexes`, where Q shows it. */
  readonly pregapBlocks?: number;
  /** Where INDEX 2, 3, ... begin, in blocks from index 1. With `indexes`. */
  readonly indexBlocks?: readonly number[];
  /** SCMS: the track is a copy, of which no further copy may be made. With `indexes`. */
  readonly serialCopy?: boolean;
}

/** What a disc says of itself beyond its tracks: texts and numbers. */
export interface DiscDetails {
  readonly catalogNumber?: string;
  readonly tracks: readonly TrackDetails[];
  /** What could not be read. */
  readonly warnings: readonly string[];
}

/** Where index 1 of a later session can begin at the earliest, by the lead-out before it. */
function programAreaOf(session: number, sessions: readonly TocSession[]): number | undefined {
  const before = sessions.find(({ number }) => number === session - 1);
  return before === undefined ? undefined : before.leadOutLba + sessionGapBlocks(before.number) + PREGAP_BLOCKS;
}

const OPTIONS: OptionNames<DiscDetailsOptions> = { codes: 'switch', indexes: 'switch', signal: true };

/**
 * Reads what the sub-channel of a disc says about its tracks, without their sound.
 * @throws ImageError for a track of which nothing is known; SenseError, StatusError, TransportError, OptionsError; the signal's reason
 */
export async function readDiscDetails(drive: Drive, options: DiscDetailsOptions = {}): Promise<DiscDetails> {
  requireDrive('readDiscDetails()', drive);
  requireKnownOptions('readDiscDetails()', options, OPTIONS);
  const { codes = true, indexes = false, signal } = options;
  const warnings: string[] = [];
  const recorded = recordedTracksOf(await tracksOnDisc(drive, warnings, { signal }));
  const texts = codes ? await readDiscTexts(drive, recorded, warnings, { signal }) : undefined;
  const placed = layOut(recorded);
  const layout = indexes ? await readQLayout(drive, placed, warnings, { signal }) : undefined;
  const sessions = indexes ? await readSessions(drive, { signal }) : [];
  const { catalogNumber } = texts ?? {};
  const tracks = placed.map(({ track, gap }, index): TrackDetails => {
    const { number, control: inToc, startLba, session } = track;
    const isFirst = placed[index - 1]?.track.session !== session;
    const q = layout?.get(number);
    const { preEmphasis, copyPermitted, fourChannels } = decodeControl(q?.control ?? inToc);
    // What a session has before its first track is the pause of that.
    const pauseLba = indexes && isFirst ? (programAreaOf(session, sessions) ?? gap.startLba) : q?.pauseLba;
    const isrc = texts?.isrcs.get(number);
    return {
      number,
      preEmphasis,
      copyPermitted,
      fourChannels,
      ...(isrc === undefined ? {} : { isrc }),
      ...(pauseLba === undefined ? {} : { pregapBlocks: startLba - pauseLba }),
      ...(q === undefined ? {} : { indexBlocks: q.indexLbas.map((lba) => lba - startLba), serialCopy: q.serialCopy }),
    };
  });
  return { ...(catalogNumber === undefined ? {} : { catalogNumber }), tracks, warnings };
}
