/** `discwright/image`: disc image files; so far BIN/CUE. */
export { BinCueImage, type BinCueImageOptions } from './bin-cue-image.ts';
export type {
  CueFile,
  CueFileType,
  CueFlag,
  CueIndex,
  CueSheet,
  CueSheetTexts,
  CueSheetTrack,
} from './cue-sheet-model.ts';
export type { CueTrackMode } from './cue-track-modes.ts';
export { ImageError, type ImageErrorDetails, type ImageErrorKind } from './image-error.ts';
export { type CueSheetOptions, parseCueSheet } from './parse-cue-sheet.ts';
export type { ImageTrack } from './place-tracks.ts';
