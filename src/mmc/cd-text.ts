export { type CdText, decodeCdText, isPackIntact } from './cd-text/decode.ts';
export { encodeCdText } from './cd-text/encode.ts';
export { type CdTextBlock, type CdTextPack, type CdTextTexts, CharacterCode, PackType } from './cd-text/model.ts';
