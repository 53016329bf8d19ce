export { type BinCueOptions, type BinCueResult, exportBinCue } from '../read/export-bin-cue.ts';
export { exportWavs, type WavFilesOptions } from '../read/export-wavs.ts';
export type { ExportProgress } from '../read/extents.ts';
export { BinCueImage, type ImageTrack } from './bin-cue-image.ts';
export { ImageError, type ImageErrorKind } from './image-error.ts';
export {
  type CueIndex,
  type CueSheet,
  type CueSheetTrack,
  type CueTrackMode,
  parseCueSheet,
} from './parse-cue-sheet.ts';
