export type { ExportProgress } from './audio-extents.ts';
export { type BinCueOptions, type BinCueResult, exportBinCue } from './bin-cue.ts';
export { BinCueImage, type ImageTrack } from './bin-cue-image.ts';
export { ImageError, type ImageErrorKind } from './image-error.ts';
export {
  type CueIndex,
  type CueSheet,
  type CueSheetTrack,
  type CueTrackMode,
  parseCueSheet,
} from './parse-cue-sheet.ts';
export { exportWavs, type WavFilesOptions } from './wav-files.ts';
