import { concatBytes } from '../../codec/index.ts';
import { MOST_TRACKS } from '../geometry.ts';
import { decodeText, isDoubleByte, isLeadByte } from './characters.ts';
import {
  type CdTextBlock,
  type CdTextTexts,
  CharacterCode,
  genreCode,
  isPlainType,
  PackType,
  sizeInfo,
  TEXT_TYPES,
} from './model.ts';
import { type CdTextPack, crcOfPack } from './pack.ts';

export interface CdText {
  /** One for each language, in order. */
  readonly blocks: readonly CdTextBlock[];
  /** Packs that were left out because their CRC was wrong. */
  readonly damagedPacks: number;
}

/** Whether a pack arrived as it was written. Some drives clear the CRC: zero is accepted. */
export const isPackIntact = (pack: CdTextPack): boolean => pack.crc === 0 || pack.crc === crcOfPack(pack);

/**
 * Texts by track, 0 being the album, of all packs of one type in one block. A tab alone repeats the text of the previous
 * track. Texts with a missing pack are left out.
 */
function textsOf(packs: readonly CdTextPack[], code: CharacterCode, firstTrack: number): Map<number, string> {
  const texts = new Map<number, string>();
  const double = isDoubleByte(code);
  let track = packs[0]?.track ?? 0;
  let bytes: number[] = [];
  let inCharacter = false;
  let skipZero = false;
  /** The text's beginning was in a missing pack. */
  let headless = false;
  let sequence = packs[0]?.sequence ?? 0;
  const finish = () => {
    const text = decodeText(bytes, code);
    const repeated = /^\t+$/.test(text) ? texts.get(track === firstTrack ? 0 : track - 1) : text;
    if (!headless) texts.set(track, repeated ?? '');
    headless = false;
    track = track === 0 ? firstTrack : track + 1;
    bytes = [];
  };
  for (const pack of packs) {
    if (pack.track !== track || pack.sequence > sequence) {
      [track, bytes, inCharacter, skipZero] = [pack.track, [], false, false];
      headless = pack.characterPosition > 0;
    }
    sequence = pack.sequence + 1;
    for (const byte of pack.payload) {
      if (skipZero) {
        skipZero = false;
        if (byte === 0) continue;
      }
      if (byte === 0 && !inCharacter) {
        finish();
        skipZero = double;
      } else {
        inCharacter = double && !inCharacter && isLeadByte(code, byte);
        bytes.push(byte);
      }
    }
  }
  return texts;
}

function decodeBlock(packs: readonly CdTextPack[], block: number): CdTextBlock {
  const ofType = (type: number) => packs.filter(({ packType }) => packType === type);
  const sizePacks = ofType(PackType.SizeInfo).toSorted((a, b) => a.track - b.track);
  const sizes =
    sizePacks.length === 3 ? sizeInfo.decode(concatBytes(sizePacks.map(({ payload }) => payload))) : undefined;
  const firstTrack = sizes?.firstTrack ?? 1;
  const characterCode = (sizes?.characterCode ??
    (packs.some(({ doubleByte }) => doubleByte) ? CharacterCode.MsJis : CharacterCode.Iso8859)) as CharacterCode;
  const codeOf = (type: number) => (isPlainType(type) ? CharacterCode.Iso8859 : characterCode);

  const byTrack = new Map<number, Record<string, string>>();
  for (const [name, type] of Object.entries(TEXT_TYPES)) {
    for (const [track, text] of textsOf(ofType(type), codeOf(type), firstTrack)) {
      if (text !== '') byTrack.set(track, { ...byTrack.get(track), [name]: text });
    }
  }
  const lastTrack = sizes?.lastTrack ?? Math.max(0, ...byTrack.keys());
  const tracks: CdTextTexts[] = [];
  for (let track = firstTrack; track <= Math.min(lastTrack, MOST_TRACKS); track++)
    tracks.push(byTrack.get(track) ?? {});

  const discId = textsOf(ofType(PackType.DiscId), CharacterCode.Iso8859, firstTrack).get(0);
  const genre = genreOf(ofType(PackType.Genre), firstTrack);
  return {
    language: sizes?.languages[block] ?? 0,
    characterCode,
    firstTrack,
    album: byTrack.get(0) ?? {},
    tracks,
    ...(discId ? { discId } : {}),
    ...(genre === undefined ? {} : { genre }),
  };
}

function genreOf(packs: readonly CdTextPack[], firstTrack: number): CdTextBlock['genre'] {
  const [first, ...rest] = packs;
  if (first === undefined) return undefined;
  const words = [{ ...first, payload: first.payload.subarray(genreCode.lengthBytes) }, ...rest];
  const { code } = genreCode.decode(first.payload);
  return { code, text: textsOf(words, CharacterCode.Iso8859, firstTrack).get(first.track) ?? '' };
}

/** Decodes the texts in CD-TEXT packs, as READ CD-TEXT lists them. Damaged packs and unknown types are left out. */
export function decodeCdText(packs: readonly CdTextPack[]): CdText {
  const intact = packs.filter(isPackIntact);
  const blocks = [...new Set(intact.map(({ block }) => block))].sort((a, b) => a - b);
  return {
    blocks: blocks.map((block) =>
      decodeBlock(
        intact.filter((pack) => pack.block === block),
        block,
      ),
    ),
    damagedPacks: packs.length - intact.length,
  };
}
