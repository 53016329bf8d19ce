import { FRAMES_PER_SECOND, PREGAP_BLOCKS } from './geometry.ts';

/** What the identifiers of a disc in databases are made from: its table of contents. */
export interface DiscContents {
  /** In order, those of all sessions. */
  readonly tracks: readonly { readonly kind: 'audio' | 'data'; readonly startLba: number }[];
  /** Of the last session. */
  readonly leadOutLba: number;
}

const HEX_DIGITS_OF_32_BITS = 8;
const TWO_TO_32 = 2 ** 32;

/** Eight hexadecimal digits of a number modulo 2^32. */
export const hex32 = (value: number): string => (value % TWO_TO_32).toString(16).padStart(HEX_DIGITS_OF_32_BITS, '0');

const secondOf = (lba: number): number => Math.floor((lba + PREGAP_BLOCKS) / FRAMES_PER_SECOND);

const digitSum = (value: number): number => [...String(value)].reduce((sum, digit) => sum + Number(digit), 0);

/**
 * The identifier of CDDB and freedb: eight hexadecimal digits from the start of each track, the playing time and the number
 * of tracks. Data tracks count.
 */
export function cddbId({ tracks, leadOutLba }: DiscContents): string {
  const digits = tracks.reduce((sum, { startLba }) => sum + digitSum(secondOf(startLba)), 0);
  const seconds = secondOf(leadOutLba) - secondOf(tracks[0]?.startLba ?? 0);
  return hex32((digits % 255) * 2 ** 24 + seconds * 2 ** 8 + tracks.length);
}

/**
 * The identifier of AccurateRip, as in `004-0002189a-00087f33-1f02e004`: the number of audio tracks, two sums over their starts and
 * the lead-out of the disc, and {@link cddbId}. Undefined without audio.
 */
export function accurateRipId(contents: DiscContents): string | undefined {
  const starts = contents.tracks.filter(({ kind }) => kind === 'audio').map(({ startLba }) => startLba);
  if (starts.length === 0) return undefined;
  const { leadOutLba } = contents;
  const sum = starts.reduce((total, start) => total + start, leadOutLba);
  const weighted = starts.reduce(
    (total, start, index) => total + Math.max(1, start) * (index + 1),
    leadOutLba * (starts.length + 1),
  );
  return `${String(starts.length).padStart(3, '0')}-${hex32(sum)}-${hex32(weighted)}-${cddbId(contents)}`;
}
