import { concatBytes } from '../../codec/index.ts';
import { MOST_TRACKS } from '../geometry.ts';
import { decodeSingle, decodeText, isDoubleByte, isLeadByte } from './characters.ts';
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

/** The CD-TEXT of a session. */
export interface CdText {
  /** One for each language, in order. */
  readonly blocks: readonly CdTextBlock[];
  /** Packs that were left out because their CRC was wrong. */
  readonly damagedPacks: number;
}

/** Whether a pack arrived as it was written. Some drives clear the CRC: zero is accepted. */
export const isPackIntact = (pack: CdTextPack): boolean => pack.crc === 0 || pack.crc === crcOfPack(pack);

/** Texts by track, 0 being the album, of all packs of one type in one block. Texts with a missing pack are left out. */
function textsOf(packs: readonly CdTextPack[], code: CharacterCode, firstTrack: number): Map<number, string> {
  if (!isDoubleByte(code)) return split(packs, code, 1, firstTrack).texts;
  // The declared code, and the packs' own bit, are set over single-byte text on some discs, whose texts end with one zero.
  const double = split(packs, code, 2, firstTrack);
  const single = split(packs, code, 1, firstTrack);
  return single.contradictions < double.contradictions ? single.texts : double.texts;
}

interface Split {
  readonly texts: Map<number, string>;
  /** How often a pack's track number was not the one that counting texts gives, or a zero of two was missing. */
  readonly contradictions: number;
}

/**
 * Divides the packs' bytes at the zeros that end texts. Each pack says to which track its first byte belongs, and that
 * decides; within a pack, texts are counted. A tab alone repeats the text of the previous track.
 * @param zeros how many end a text
 */
function split(packs: readonly CdTextPack[], code: CharacterCode, zeros: 1 | 2, firstTrack: number): Split {
  const texts = new Map<number, string>();
  const double = zeros === 2;
  const next = (track: number) => (track === 0 ? firstTrack : track + 1);
  let track = packs[0]?.track ?? 0;
  let bytes: number[] = [];
  let inCharacter = false;
  let skipZero = false;
  /** The text's beginning was in a missing pack. */
  let headless = false;
  let sequence = packs[0]?.sequence ?? 0;
  let contradictions = 0;
  const finish = () => {
    const text = double ? decodeText(bytes, code) : decodeSingle(bytes, code);
    const repeated = /^\t+$/.test(text) ? texts.get(track === firstTrack ? 0 : track - 1) : text;
    if (!headless) texts.set(track, repeated ?? '');
    headless = false;
    bytes = [];
  };
  const begin = (pack: CdTextPack) => {
    [track, bytes, inCharacter, skipZero] = [pack.track, [], false, false];
    headless = pack.characterPosition > 0;
  };
  for (const pack of packs) {
    let { payload } = pack;
    if (pack.sequence > sequence) begin(pack);
    else if (pack.track !== track) {
      contradictions++;
      const held = Math.min(15, bytes.length / zeros);
      if (bytes.length > 0 && pack.characterPosition === held) {
        // The text that the pack continues began in the one before, where empty texts had no zeros of their own.
        track = pack.track;
      } else {
        if (bytes.length > 0) {
          // Its zeros, if there are any, are the first of this pack, which already counts as the next track's.
          finish();
          const ends = pack.track === next(track) && payload.subarray(0, zeros).every((byte) => byte === 0);
          if (ends) payload = payload.subarray(zeros);
        }
        begin(pack);
      }
    }
    sequence = pack.sequence + 1;
    for (const byte of payload) {
      if (skipZero) {
        skipZero = false;
        if (byte === 0) continue;
        contradictions++;
      }
      if (byte === 0 && !inCharacter) {
        finish();
        track = next(track);
        skipZero = double;
      } else {
        inCharacter = double && !inCharacter && isLeadByte(code, byte);
        bytes.push(byte);
      }
    }
  }
  return { texts, contradictions };
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
    ...(sizes?.copyProtection ? { copyProtection: sizes.copyProtection } : {}),
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
