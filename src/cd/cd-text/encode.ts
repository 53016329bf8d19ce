import { EncodeError } from '../../codec/index.ts';
import { encodeText, isDoubleByte } from './characters.ts';
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
import { type CdTextPack, crcOfPack, MOST_LANGUAGES, MOST_PACKS_OF_LANGUAGE, PAYLOAD_BYTES } from './pack.ts';

type Draft = Pick<CdTextPack, 'packType' | 'track' | 'characterPosition' | 'doubleByte' | 'payload'>;

/** Divides texts, each with its end mark, into packs. */
function cut(packType: number, texts: readonly { track: number; bytes: number[] }[], double: boolean): Draft[] {
  const endMark = double ? [0, 0] : [0];
  const all = texts.flatMap(({ track, bytes }) =>
    [...bytes, ...endMark].map((byte, index) => ({ byte, track, position: Math.floor(index / endMark.length) })),
  );
  const drafts: Draft[] = [];
  for (let start = 0; start < all.length; start += PAYLOAD_BYTES) {
    const part = all.slice(start, start + PAYLOAD_BYTES);
    const payload = new Uint8Array(PAYLOAD_BYTES);
    payload.set(part.map(({ byte }) => byte));
    const { track = 0, position = 0 } = part[0] ?? {};
    drafts.push({ packType, track, characterPosition: Math.min(position, 15), doubleByte: double, payload });
  }
  return drafts;
}

const TAB = 0x09;

/** A tab (two in a double-byte code) means the text of the track before (MMC-3 annex J). */
function abbreviated(bytes: number[], before: number[] | undefined, double: boolean): number[] {
  const tab = double ? [TAB, TAB] : [TAB];
  const repeats = before !== undefined && bytes.length > tab.length && bytes.join() === before.join();
  return repeats ? tab : bytes;
}

function textPacks(block: CdTextBlock, abbreviate: boolean): Draft[] {
  return Object.entries(TEXT_TYPES).flatMap(([name, packType]) => {
    const key = name as keyof CdTextTexts;
    const all = [block.album, ...block.tracks];
    if (all.every((texts) => !texts[key])) return [];
    const code = isPlainType(packType) ? CharacterCode.Iso8859 : block.characterCode;
    const double = isDoubleByte(code);
    const whole = all.map((each) => encodeText(each[key] ?? '', code));
    const texts = whole.map((bytes, index) => ({
      track: index === 0 ? 0 : block.firstTrack + index - 1,
      bytes: abbreviate && index > 1 ? abbreviated(bytes, whole[index - 1], double) : bytes,
    }));
    return cut(packType, texts, double);
  });
}

function discPacks({ discId, genre }: CdTextBlock): Draft[] {
  const plain = (text: string) => encodeText(text, CharacterCode.Iso8859);
  return [
    ...(discId ? cut(PackType.DiscId, [{ track: 0, bytes: plain(discId) }], false) : []),
    ...(genre === undefined
      ? []
      : cut(
          PackType.Genre,
          [{ track: 0, bytes: [...genreCode.encode({ code: genre.code }), ...plain(genre.text)] }],
          false,
        )),
  ];
}

const SIZE_PACKS = 3;

/** Some players do not know the tab that repeats a text: it is used only where the texts need more packs than there are. */
function draftsOf(block: CdTextBlock): Draft[] {
  const all = (abbreviate: boolean) =>
    [...textPacks(block, abbreviate), ...discPacks(block)].sort((a, b) => a.packType - b.packType);
  const whole = all(false);
  return whole.length + SIZE_PACKS <= MOST_PACKS_OF_LANGUAGE ? whole : all(true);
}

/**
 * Encodes texts as CD-TEXT packs, with sizes and CRCs: the lead-in of a disc repeats these packs.
 * @param blocks one for each language, 8 at most
 * @throws EncodeError for characters that the block's code cannot represent, and for more text than 255 packs hold
 */
export function encodeCdText(blocks: readonly CdTextBlock[]): CdTextPack[] {
  if (blocks.length > MOST_LANGUAGES) {
    throw new EncodeError(`CD-TEXT holds at most ${MOST_LANGUAGES} languages, not ${blocks.length}`);
  }
  const drafts = blocks.map(draftsOf);
  const lastSequences = new Uint8Array(MOST_LANGUAGES);
  const languages = new Uint8Array(MOST_LANGUAGES);
  drafts.forEach((each, index) => {
    const last = each.length + SIZE_PACKS - 1;
    if (last >= MOST_PACKS_OF_LANGUAGE)
      throw new EncodeError(`CD-TEXT of one language holds at most 253 packs of text, not ${each.length}`);
    lastSequences[index] = last;
    languages[index] = blocks[index]?.language ?? 0;
  });
  return blocks.flatMap((block, index) => {
    const texts = drafts[index] ?? [];
    const packCounts = new Uint8Array(16);
    for (const { packType } of texts) packCounts[packType - 0x80] = (packCounts[packType - 0x80] ?? 0) + 1;
    packCounts[15] = SIZE_PACKS;
    const sizes = sizeInfo.encode({
      characterCode: block.characterCode,
      firstTrack: block.firstTrack,
      lastTrack: block.firstTrack + block.tracks.length - 1,
      copyProtection: block.copyProtection ?? 0,
      packCounts,
      lastSequences,
      languages,
    });
    const sizePacks = Array.from({ length: SIZE_PACKS }, (_, part) => ({
      packType: PackType.SizeInfo,
      track: part,
      characterPosition: 0,
      doubleByte: false,
      payload: sizes.slice(part * PAYLOAD_BYTES, (part + 1) * PAYLOAD_BYTES),
    }));
    return [...texts, ...sizePacks].map((draft, sequence) =>
      withCrc({ ...draft, extension: false, sequence, block: index }),
    );
  });
}

const withCrc = (pack: Omit<CdTextPack, 'crc'>): CdTextPack => ({ ...pack, crc: crcOfPack(pack) });
