import type { BufferReport } from './buffer-report.ts';

/** How full a buffer is, in bytes. */
export interface Fill {
  readonly usedBytes: number;
  readonly totalBytes: number;
}

/** What is written besides tracks. */
export type SessionPart = 'lead-in' | 'pregap' | 'lead-out';

/** How much of the track is written: at most ten times a second, and once at its end. */
export interface WriteProgress {
  readonly phase: 'writing';
  readonly track: number;
  /** What is written, where it is not the track itself. */
  readonly part?: SessionPart;
  readonly startLba: number;
  readonly writtenBlocks: number;
  readonly lengthBlocks: number;
  /** WRITEs handed to the transport and not answered yet. */
  readonly fifo: Fill;
  /** The drive's own buffer at the last query; undefined until then. */
  readonly driveBuffer: Fill | undefined;
  /** Of this track so far. */
  readonly buffers: BufferReport;
  /** Since the track's first WRITE, on the drive's clock. */
  readonly elapsedMs: number;
  /** A problem that did no harm so far, in words for a person. */
  readonly warning?: string;
}

/** A step without blocks of its own. */
export interface StepProgress {
  readonly phase: 'preparing' | 'calibrating' | 'flushing' | 'closing the track' | 'closing the session';
  readonly track?: number;
  /** From 0 to 1, when the drive reports it. */
  readonly fraction?: number;
  /** A problem that did no harm, in words for a person. */
  readonly warning?: string;
}

/** A disc is being erased or formatted. */
export interface BlankProgress {
  readonly phase: 'blanking' | 'formatting';
  /** From 0 to 1, when the drive reports it. */
  readonly fraction?: number;
  /** A problem that did no harm, in words for a person. */
  readonly warning?: string;
}

/** Something that an earlier burn left unfinished has been repaired. */
export interface RepairProgress {
  readonly phase: 'repairing';
  readonly track?: number;
  /** What was wrong and what was done, for a person: `Track 2 was left open: it is complete now, with 412 blocks (00:05:37)`. */
  readonly did: string;
}

/** A track is being read back: lengths in blocks. */
export interface VerifyProgress {
  readonly phase: 'verifying';
  readonly track: number;
  readonly startLba: number;
  readonly verifiedBlocks: number;
  readonly lengthBlocks: number;
  /** A problem that did no harm, in words for a person. */
  readonly warning?: string;
}

/** A step of a burn, told apart by its `phase`. */
export type BurnProgress = WriteProgress | StepProgress | VerifyProgress;
