import { type CdTextTexts, decodeCdText } from '../cd/cd-text/index.ts';
import { type CdTextPack, cdTextPack } from '../cd/cd-text/pack.ts';
import { catalogNumberIn, isrcIn } from '../cd/identifiers.ts';
import { DecodeError } from '../codec/index.ts';
import { askUntilPlausible } from '../drive/ask.ts';
import { isRefusal, isTimeout } from '../drive/bad-answer.ts';
import type { TrackState } from '../drive/disc-state.ts';
import type { Drive } from '../drive/drive.ts';
import { isPlausibleCdText } from '../drive/plausible.ts';
import { CD_TEXT_REPLY_BYTES, readCdText } from '../mmc/commands/read-cd-text.ts';
import { readCatalogNumber, readIsrc } from '../mmc/commands/read-sub-channel.ts';
import type { Command } from '../scsi/command.ts';
import { SenseError, StatusError } from '../scsi/sense-error.ts';

/** Of the header of a table of contents, what its own length counts (MMC-3 6.25). */
const COUNTED_HEADER_BYTES = 2;

/** What a disc says about itself and its tracks, apart from the audio. */
export interface DiscTexts {
  readonly catalogNumber?: string;
  readonly album: CdTextTexts;
  readonly isrcs: ReadonlyMap<number, string>;
  readonly tracks: ReadonlyMap<number, CdTextTexts>;
  /** All the CD-TEXT, of every language, as the lead-in has it. */
  readonly packs: readonly CdTextPack[];
}

/**
 * CD-TEXT of the first language, catalogue number and ISRCs. What the drive cannot read is left out.
 * @param warnings gets what may be on the disc nevertheless
 */
export async function readDiscTexts(
  drive: Drive,
  tracks: readonly TrackState[],
  warnings: string[],
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<DiscTexts> {
  const ifKnown = <R>(what: string, command: Command<R>, isPlausible: (reply: R) => boolean = () => true) =>
    textsIfKnown(what, () => askUntilPlausible(drive, command, isPlausible, options), warnings);
  const packs = await ifKnown('CD-TEXT', readCdText({ allocationLength: CD_TEXT_REPLY_BYTES }), isPlausibleCdText);
  noteCutPacks(packs, warnings);
  const { blocks, damagedPacks } = decodeCdText(packs?.entries ?? []);
  const [block] = blocks;
  if (damagedPacks > 0) warnings.push(`${damagedPacks} packs of the CD-TEXT are damaged, and their texts are left out`);
  const catalog = await ifKnown('the catalogue number', readCatalogNumber({}));
  noteCut('the catalogue number', catalog, catalog?.digits, warnings);
  const catalogNumber = catalog?.valid && catalog.digits ? catalogNumberIn(asciiOf(catalog.digits)) : undefined;
  const isrcs = new Map<number, string>();
  for (const { number, kind } of tracks) {
    if (kind === 'data') continue;
    const reply = await ifKnown(`the ISRC of track ${number}`, readIsrc({ track: number }));
    noteCut(`the ISRC of track ${number}`, reply, reply?.isrc, warnings);
    // Some drives return the previous track's ISRC; others leave the track number 0.
    const isOfTrack = reply?.track === number || reply?.track === 0;
    const isrc = reply?.valid && reply.isrc && isOfTrack ? isrcIn(asciiOf(reply.isrc)) : undefined;
    if (isrc !== undefined) isrcs.set(number, isrc);
  }
  return {
    ...(catalogNumber === undefined ? {} : { catalogNumber }),
    isrcs,
    album: block?.album ?? {},
    packs: packs?.entries ?? [],
    tracks: new Map(block?.tracks.map((texts, index) => [block.firstTrack + index, texts])),
  };
}

/**
 * Undefined if the drive refuses: many discs have none of this, some drives do not read it. Any other failure is a warning:
 * the disc may have it.
 */
async function textsIfKnown<R>(what: string, ask: () => Promise<R>, warnings: string[]): Promise<R | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (isRefusal(error)) return undefined;
    const answered = error instanceof SenseError || error instanceof StatusError || error instanceof DecodeError;
    if (!answered && !isTimeout(error)) throw error;
    warnings.push(`${what} could not be read: ${error.message.replace(/\.$/, '')}`);
    return undefined;
  }
}

/** A reply that ends before its first field, although it says that it is longer, or before the characters that it has. */
function noteCut(
  what: string,
  reply: { readonly valid: boolean | undefined; readonly dataLength: number } | undefined,
  characters: Uint8Array | undefined,
  warnings: string[],
): void {
  if (reply === undefined || reply.dataLength === 0) return;
  if (reply.valid === false || (reply.valid && characters !== undefined)) return;
  warnings.push(`${what} could not be read: the drive's reply was cut off`);
}

/** A reply with fewer packs than it says that it has. */
function noteCutPacks(
  reply: { readonly dataLength: number; readonly entries: readonly unknown[] } | undefined,
  warnings: string[],
): void {
  if (reply === undefined) return;
  const { dataLength, entries } = reply;
  const missing = Math.floor((dataLength - COUNTED_HEADER_BYTES) / cdTextPack.lengthBytes) - entries.length;
  if (missing > 0) warnings.push(`${missing} packs of the CD-TEXT could not be read: the drive's reply was cut off`);
}

const asciiOf = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
