import { type CdTextTexts, decodeCdText } from '../cd/cd-text/index.ts';
import { catalogNumberIn, isrcIn } from '../cd/identifiers.ts';
import { DecodeError } from '../codec/index.ts';
import type { TrackState } from '../drive/disc-state.ts';
import type { Drive } from '../drive/drive.ts';
import { CD_TEXT_REPLY_BYTES, readCdText } from '../mmc/commands/read-cd-text.ts';
import { readCatalogNumber, readIsrc } from '../mmc/commands/read-sub-channel.ts';
import type { Command } from '../scsi/command.ts';
import { SenseError } from '../scsi/sense-error.ts';

/** What a disc says about itself and its tracks, apart from the audio. */
export interface DiscTexts {
  readonly catalogNumber?: string;
  readonly album: CdTextTexts;
  readonly isrcs: ReadonlyMap<number, string>;
  readonly tracks: ReadonlyMap<number, CdTextTexts>;
}

/** CD-TEXT of the first language, catalogue number and ISRCs. What the drive cannot read is left out. */
export async function readDiscTexts(drive: Drive, tracks: readonly TrackState[]): Promise<DiscTexts> {
  const packs = await ifKnown(drive, readCdText({ allocationLength: CD_TEXT_REPLY_BYTES }));
  const [block] = packs === undefined ? [] : decodeCdText(packs.entries).blocks;
  const catalog = await ifKnown(drive, readCatalogNumber({}));
  const catalogNumber = catalog?.valid ? catalogNumberIn(asciiOf(catalog.digits)) : undefined;
  const isrcs = new Map<number, string>();
  for (const { number, kind } of tracks) {
    if (kind === 'data') continue;
    const reply = await ifKnown(drive, readIsrc({ track: number }));
    // Some drives return the previous track's ISRC; others leave the track number 0.
    const isOfTrack = reply?.track === number || reply?.track === 0;
    const isrc = reply?.valid && isOfTrack ? isrcIn(asciiOf(reply.isrc)) : undefined;
    if (isrc !== undefined) isrcs.set(number, isrc);
  }
  return {
    ...(catalogNumber === undefined ? {} : { catalogNumber }),
    isrcs,
    album: block?.album ?? {},
    tracks: new Map(block?.tracks.map((texts, index) => [block.firstTrack + index, texts])),
  };
}

/**
 * Undefined if the drive refuses or its answer cannot be decoded: many discs have none of this, some drives do not read
 * it.
 */
async function ifKnown<R>(drive: Drive, command: Command<R>): Promise<R | undefined> {
  try {
    return await drive.execute(command);
  } catch (error) {
    if (error instanceof SenseError || error instanceof DecodeError) return undefined;
    throw error;
  }
}

const asciiOf = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
