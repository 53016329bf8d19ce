import { type CdTextBlock, decodeCdText, encodeCdText } from '../../cd/cd-text/index.ts';
import type { CdTextPack } from '../../cd/cd-text/pack.ts';

/** The number of each track in the sheet of a rip, by its number on the disc. */
export type SheetNumbers = ReadonlyMap<number, number>;

/** As on the disc; but where tracks between them are left out, from 1: the numbers of a disc are consecutive. */
export function sheetNumbers(chosen: readonly number[]): SheetNumbers {
  const consecutive = chosen.every((number, index) => index === 0 || number === (chosen[index - 1] ?? 0) + 1);
  return new Map(chosen.map((number, index) => [number, consecutive ? number : index + 1]));
}

/** What differs, for a warning; undefined if nothing does. */
export function renumberedInWords(numbers: SheetNumbers): string | undefined {
  const pairs = [...numbers];
  if (pairs.every(([disc, sheet]) => disc === sheet)) return undefined;
  const [were, are] = [pairs.map(([disc]) => disc), pairs.map(([, sheet]) => sheet)];
  return `the tracks ${were.join(', ')} are numbered ${are.join(', ')} in the sheet: the numbers of a disc are consecutive`;
}

/** The packs with the texts of these tracks alone: those of the disc, if no other track has texts in them. */
export function packsOf(packs: readonly CdTextPack[], numbers: SheetNumbers): readonly CdTextPack[] {
  if (packs.length === 0) return packs;
  const { blocks } = decodeCdText(packs);
  const isKept = ({ firstTrack, tracks }: CdTextBlock) =>
    tracks.every((_, index) => numbers.get(firstTrack + index) === firstTrack + index);
  if (blocks.every(isKept)) return packs;
  return encodeCdText(blocks.flatMap((block) => withTracks(block, numbers)));
}

/** None if it has no texts of these tracks. */
function withTracks(block: CdTextBlock, numbers: SheetNumbers): CdTextBlock[] {
  const held = block.tracks.flatMap((texts, index) => {
    const number = numbers.get(block.firstTrack + index);
    return number === undefined ? [] : [{ number, texts }];
  });
  const [first] = held;
  return first === undefined ? [] : [{ ...block, firstTrack: first.number, tracks: held.map(({ texts }) => texts) }];
}
