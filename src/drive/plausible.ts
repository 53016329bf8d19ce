import { type AtipTimes, hasAtipTimes } from '../cd/atip.ts';
import { isTrackNumber, LINK_BLOCKS, PREGAP_BLOCKS, RUN_OUT_BLOCKS } from '../cd/geometry.ts';
import { DiscStatus, type discInformationBlock, SessionState } from '../mmc/commands/read-disc-information.ts';
import type { trackInformationBlock } from '../mmc/commands/read-track-information.ts';

/*
 * What a reply to READ DISC INFORMATION, READ TRACK INFORMATION or READ ATIP cannot say. These replies have no checksum, and
 * adapters pass on replies of zeros, garbled ones and the end of an older one (stale memory): such a reply is asked for
 * again. A drive that says the same twice is believed, whatever it says.
 */

type DiscInformation = ReturnType<typeof discInformationBlock.decode>;
type TrackInformation = ReturnType<typeof trackInformationBlock.decode>;

/** The length field does not count its own two bytes. The shortest replies known have 12 and 28 bytes. */
const LEAST_DISC_LENGTH = 10;
const LEAST_TRACK_LENGTH = 26;
/** Standard Disc Information, and OPC tables of eight bytes whose number is one byte (MMC-5 6.22). */
const MOST_DISC_LENGTH = 32 + 255 * 8;
/** MMC-6 has 46; no standard needs the upper byte of the length. */
const MOST_TRACK_LENGTH = 255;
/** To the end of the last possible start of the lead-out. */
const LEAST_ATIP_LENGTH = 13;
const MOST_ATIP_LENGTH = 255;

/** A blank disc has an empty session, and a complete one a complete session (MMC-5 6.22). */
export function isPlausibleDisc(reply: DiscInformation): boolean {
  const { dataLength, discStatus, lastSessionState } = reply;
  if (dataLength < LEAST_DISC_LENGTH || dataLength > MOST_DISC_LENGTH) return false;
  if (discStatus === DiscStatus.Blank) return lastSessionState === SessionState.Empty;
  return discStatus !== DiscStatus.Complete || lastSessionState === SessionState.Complete;
}

/** A track that cannot be written to has blocks. @param number as it was asked for */
export function isPlausibleTrack(reply: TrackInformation, number: number): boolean {
  const { dataLength, track, blank, damage, nextWritableValid, lengthBlocks } = reply;
  if (dataLength < LEAST_TRACK_LENGTH || dataLength > MOST_TRACK_LENGTH) return false;
  // Some drives call the track that was asked for 0.
  if (isTrackNumber(number) && track !== 0 && track !== number) return false;
  return blank || damage || nextWritableValid || lengthBlocks > 0;
}

/** What counts of a reply to READ ATIP. */
interface Atip extends AtipTimes {
  readonly dataLength: number;
  readonly one: number;
  readonly alwaysOne: number;
}

/** The marker bits of its special information are set (MMC-5 6.26), and its times are those of a disc. */
export const isPlausibleAtip = (reply: Atip): boolean =>
  reply.dataLength >= LEAST_ATIP_LENGTH &&
  reply.dataLength <= MOST_ATIP_LENGTH &&
  reply.one === 1 &&
  reply.alwaysOne === 1 &&
  hasAtipTimes(reply);

/** The length counts two reserved bytes, also of a disc without CD-TEXT (MMC-5 6.26). */
export const isPlausibleCdText = ({ dataLength }: { readonly dataLength: number }): boolean => dataLength >= 2;

/** What counts of a `DiscState`. */
interface Picture {
  readonly status: 'blank' | 'appendable' | 'complete' | 'other';
  readonly lastSession: 'empty' | 'incomplete' | 'damaged' | 'complete';
  readonly tracks: readonly {
    readonly number: number;
    readonly session: number;
    readonly startLba: number;
    readonly lengthBlocks: number;
    readonly open: boolean;
  }[];
  readonly nextWritableLba: number | null;
}

/** Drives count a track's pregap, or the run-out and link blocks after it, in or not. */
const MOST_SHARED_BLOCKS = PREGAP_BLOCKS + RUN_OUT_BLOCKS + LINK_BLOCKS;

/**
 * Whether the tracks follow one another, none is missing among them, and the next one is where the last one ends. A reply
 * whose end belongs to another track puts two tracks into one place.
 * @param expected the number of the first track, and of the last one that must be there
 */
export function isPlausibleState(
  { status, lastSession, tracks, nextWritableLba }: Picture,
  expected: { readonly first: number; readonly last: number },
): boolean {
  const follows = tracks.every((track, index) => {
    const before = tracks[index - 1];
    if (before === undefined) return true;
    return (
      track.session >= before.session &&
      track.startLba > before.startLba &&
      track.startLba + MOST_SHARED_BLOCKS >= before.startLba + before.lengthBlocks &&
      !before.open
    );
  });
  const numbers = new Set(tracks.map(({ number }) => number));
  for (let number = expected.first; number <= expected.last; number++) if (!numbers.has(number)) return false;
  if (!follows || (status !== 'blank' && status !== 'appendable')) return follows;
  const last = tracks.at(-1);
  if (nextWritableLba === null) return lastSession === 'damaged';
  return last === undefined || nextWritableLba >= last.startLba + last.lengthBlocks - MOST_SHARED_BLOCKS;
}
