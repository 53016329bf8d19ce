import type { BlankProgress, BurnProgress, ExportProgress, RipProgress } from '../../index.ts';

/** The bytes of an image that were written, or of files that were extracted. */
export interface BytesProgress {
  readonly phase: 'writing' | 'extracting';
  readonly doneBytes: number;
  readonly totalBytes: number;
}

export type AnyProgress = BurnProgress | BlankProgress | ExportProgress | RipProgress | BytesProgress;
