/** `discwright/image`: disc image files; so far BIN/CUE. */
export { BinCueImage, type ImageTrack } from './bin-cue-image.ts';
export { ImageError, type ImageErrorDetails, type ImageErrorKind } from './image-error.ts';
export {
  type CueIndex,
  type CueSheet,
  type CueSheetTrack,
  type CueTrackMode,
  parseCueSheet,
} from './parse-cue-sheet.ts';
