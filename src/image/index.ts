export type { ExportProgress } from './audio-extents.ts';
export { type BinCueOptions, type BinCueResult, exportBinCue } from './bin-cue.ts';
export { ImageError, type ImageErrorKind } from './image-error.ts';
export { exportWavs, type WavFilesOptions } from './wav-files.ts';
