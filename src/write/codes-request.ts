import { encodeCdText } from '../cd/cd-text/index.ts';
import { HIGHEST_INDEX } from '../cd/geometry.ts';
import { CATALOG_NUMBER_DIGITS, ISRC_CHARACTERS, isCatalogNumber, isIsrc } from '../cd/identifiers.ts';
import { BurnError, messageOf } from './engine/burn-error.ts';
import { isAudio } from './engine/track-format.ts';
import { formatOf, type TrackSource } from './engine/track-source.ts';
import type { SessionOptions } from './session-options.ts';

/** Index 1 is the start of the track, so a track has at most this many others. */
const MOST_INDEXES = HIGHEST_INDEX - 1;

const refuse = (reason: string, remedy: string): BurnError => new BurnError({ phase: 'planning', reason, remedy });

const isBlockCount = (value: unknown): boolean => Number.isSafeInteger(value) && Number(value) >= 0;

const given = (value: unknown): string => (typeof value === 'string' ? `'${value}'` : String(value));

/**
 * Checks what tracks carry in the sub-channel, before the drive is touched.
 * @throws BurnError of phase `planning`
 */
export function requireTrackProperties(sources: readonly TrackSource[]): void {
  for (const source of sources) {
    requireIsrc(source);
    requireKind(source);
    requireIndexes(source);
  }
}

function requireIsrc({ name, isrc }: TrackSource): void {
  if (isrc === undefined || (typeof isrc === 'string' && isIsrc(isrc))) return;
  throw refuse(
    `the ISRC of ${name} is ${given(isrc)}, not ${ISRC_CHARACTERS} characters: five letters or digits, then seven digits`,
    'Give it in capitals and without hyphens, such as GBAYE6800011, or leave it out',
  );
}

function requireKind(source: TrackSource): void {
  const { format } = source;
  if (format === undefined || isAudio(format)) return;
  const forSound = (['preEmphasis', 'fourChannel', 'serialCopy'] as const).find((name) => source[name]);
  if (forSound === undefined) return;
  throw refuse(`${source.name} is ${format.name}, and only audio can have ${forSound}`, 'Leave it out for data tracks');
}

function requireIndexes(source: TrackSource): void {
  const { name, pregapBlocks = 0, indexBlocks = [], lengthBytes } = source;
  const lengthBlocks = Math.ceil(lengthBytes / formatOf({ ...source, fourChannel: false }).blockBytes);
  if (!isBlockCount(pregapBlocks)) {
    throw refuse(
      `the pregap of ${name} is ${given(pregapBlocks)} blocks`,
      'Give a whole number of blocks, or leave it out',
    );
  }
  if (pregapBlocks > 0 && pregapBlocks >= lengthBlocks) {
    throw refuse(
      `the pregap of ${name} has ${pregapBlocks} blocks, but all of it has only ${lengthBlocks}`,
      'Give a source that contains the pregap and, after it, the track',
    );
  }
  if (!Array.isArray(indexBlocks) || !indexBlocks.every(isBlockCount)) {
    throw refuse(`the indexes of ${name} are not numbers of blocks`, 'Give an array of whole numbers, or leave it out');
  }
  if (indexBlocks.length > MOST_INDEXES) {
    throw refuse(
      `${name} has ${indexBlocks.length + 1} indexes, but they are numbered from 1 to ${HIGHEST_INDEX}`,
      'Leave some out',
    );
  }
  let before = 0;
  for (const [at, blocks] of indexBlocks.entries()) {
    const place = `INDEX ${at + 2} of ${name} is at block ${blocks} of the track`;
    if (blocks <= before) {
      throw refuse(`${place}, not after INDEX ${at + 1} at block ${before}`, 'Give the indexes in ascending order');
    }
    if (blocks >= lengthBlocks - pregapBlocks) {
      throw refuse(`${place}, but it ends at block ${lengthBlocks - pregapBlocks}`, 'Leave that index out');
    }
    before = blocks;
  }
}

type DiscCodes = Pick<SessionOptions, 'catalogueNumber' | 'cdText'>;

/**
 * Checks what a session carries besides its tracks, before the drive is touched.
 * @throws BurnError of phase `planning`
 */
export function requireDiscCodes({ catalogueNumber, cdText }: DiscCodes): void {
  if (catalogueNumber !== undefined && !(typeof catalogueNumber === 'string' && isCatalogNumber(catalogueNumber))) {
    throw refuse(
      `the catalogue number is ${given(catalogueNumber)}, not ${CATALOG_NUMBER_DIGITS} digits`,
      'Give an EAN, or a UPC with a zero in front, or leave it out',
    );
  }
  if (cdText === undefined) return;
  if (!Array.isArray(cdText)) throw refuse('the CD-TEXT is not an array of blocks', 'Give one block for each language');
  try {
    encodeCdText(cdText);
  } catch (error) {
    throw refuse(`the CD-TEXT cannot be encoded: ${messageOf(error)}`, 'Change the text, or leave it out');
  }
}
