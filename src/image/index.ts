/** `discwright/image`: files that hold discs, BIN/CUE so far. */
export { BinCueImage, type ImageTrack } from './bin-cue-image.ts';
export { ImageError, type ImageErrorDetails, type ImageErrorKind } from './image-error.ts';
export {
  type CueIndex,
  type CueSheet,
  type CueSheetTrack,
  type CueTrackMode,
  parseCueSheet,
} from './parse-cue-sheet.ts';
