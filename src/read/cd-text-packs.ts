import { CharacterCode, decodeCdText } from '../cd/cd-text/index.ts';
import { type CdTextPack, cdTextPack } from '../cd/cd-text/pack.ts';
import { concatBytes } from '../codec/index.ts';

/** The packs of a disc's CD-TEXT, 18 bytes each, one after the other. */
export const packFile = (packs: readonly CdTextPack[]): Uint8Array =>
  concatBytes(packs.map((pack) => cdTextPack.encode(pack)));

/** EBU language code. */
const ENGLISH = 0x09;

/** Whether CD-TEXT has what the texts of a CUE sheet cannot say: languages and codes, a genre, an id of the disc. */
export function isMoreThanTexts(packs: readonly CdTextPack[]): boolean {
  const [block, ...others] = decodeCdText(packs).blocks;
  if (block === undefined) return false;
  const { language, characterCode, copyProtection = 0, discId, genre } = block;
  const isPlain = language === ENGLISH && characterCode === CharacterCode.Iso8859;
  return others.length > 0 || !isPlain || copyProtection !== 0 || discId !== undefined || genre !== undefined;
}
