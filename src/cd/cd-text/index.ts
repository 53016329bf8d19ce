export { type CdText, decodeCdText, isPackIntact } from './decode.ts';
export { encodeCdText } from './encode.ts';
export { cdTextLanguageName } from './languages.ts';
export { type CdTextBlock, type CdTextTexts, CharacterCode, PackType } from './model.ts';
export { type CdTextPack, cdTextPack } from './pack.ts';
