import { type DiscDetails, type Drive, readDiscDetails, type TrackDetails } from '../index.ts';
import { decodeControl } from '../mmc/index.ts';
import type { TableOfContents } from './disc-words.ts';
import { lengthText } from './format.ts';

export interface DetailOptions {
  readonly codes?: boolean;
  readonly indexes?: boolean;
}

/** What the sub-channel says, as far as it was asked for; undefined if nothing was. */
export async function detailsOf(
  drive: Drive,
  { codes = false, indexes = false }: DetailOptions,
): Promise<DiscDetails | undefined> {
  return codes || indexes ? await readDiscDetails(drive, { codes, indexes }) : undefined;
}

/** The tracks with their flags and, where they were read, codes and indexes; null is what was not read. */
export function detailsInJson({ tracks }: TableOfContents, details: DiscDetails | undefined) {
  return {
    catalogNumber: details?.catalogNumber ?? null,
    tracks: tracks.map((track) => {
      const { preEmphasis, copyPermitted, fourChannels } = decodeControl(track.control);
      const found = details?.tracks.find(({ number }) => number === track.number);
      return {
        ...track,
        preEmphasis,
        copyPermitted,
        fourChannels,
        isrc: found?.isrc ?? null,
        pregapBlocks: found?.pregapBlocks ?? null,
        indexBlocks: found?.indexBlocks ?? null,
        serialCopy: found?.serialCopy ?? null,
      };
    }),
  };
}

export function detailsInWords(details: DiscDetails | undefined, { codes, indexes }: DetailOptions): string[] {
  if (details === undefined) return [];
  const { catalogNumber, tracks } = details;
  const lines = tracks.map((track) => [track, wordsOf(track)] as const).filter(([, words]) => words.length > 0);
  return [
    '',
    ...(codes ? [`Catalogue number: ${catalogNumber ?? 'none'}`] : []),
    ...lines.map(([{ number }, words]) => `Track ${number}: ${words.join(', ')}`),
    ...(lines.length > 0
      ? []
      : [
          `No track has ${[...(codes ? ['an ISRC'] : []), ...(indexes ? ['a pause or more indexes'] : [])].join(' or ')}.`,
        ]),
  ];
}

function wordsOf({ isrc, pregapBlocks = 0, indexBlocks = [], serialCopy }: TrackDetails): string[] {
  return [
    ...(isrc === undefined ? [] : [`ISRC ${isrc}`]),
    ...(pregapBlocks === 0 ? [] : [`pause of ${lengthText(pregapBlocks)}`]),
    ...indexBlocks.map((blocks, index) => `index ${index + 2} at ${lengthText(blocks)}`),
    ...(serialCopy ? ['SCMS copy'] : []),
  ];
}
