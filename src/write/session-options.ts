import type { CdTextBlock } from '../cd/cd-text/index.ts';
import { isTrackNumber } from '../cd/geometry.ts';
import type { DiscState } from '../drive/disc-state.ts';
import type { Drive } from '../drive/drive.ts';
import { inWords, type OptionNames, OptionsError } from '../known-options.ts';
import type { Ending } from './ending.ts';
import { BOOK_TYPES, type BookTypeChoice } from './engine/book-type.ts';

/** The options of a session, and so of every burn. */
export interface SessionOptions {
  /** This program's name, shown to other programs that want the drive: at most 63 of `[A-Za-z0-9 .,:;_-]`. */
  readonly owner?: string | undefined;
  /** What happens to the session at the end. Default `finalize`. */
  readonly ending?: Ending | undefined;
  /** Go through everything with the laser off. Default false. */
  readonly testWrite?: boolean | undefined;
  /** Buffer-underrun protection (BUFE), where the drive has it. Default true. */
  readonly bufferUnderrunFree?: boolean | undefined;
  /** In units of 1,000 bytes a second; the drive's choice unless given. */
  readonly writeSpeedKBps?: number | undefined;
  /** Memory for data that was read and that the drive has not accepted yet, in bytes. 0 is as little as possible; at least 64 KiB otherwise. Default 32 MiB: 3.6 s at 52x. */
  readonly fifoBytes?: number | undefined;
  /**
   * Blank DVD+R, or DVD+RW that is formatted before it is written: which book the drive writes on it. `dvd-rom` is what some old players
   * want. It is a setting of the drive, which keeps it. Default: as the drive is set.
   */
  readonly bookType?: BookTypeChoice | undefined;
  /**
   * DVD-RAM, BD-RE, BD-R: blocks are written in time, not verified, and bad ones not replaced, which takes half as long. Default false.
   */
  readonly streaming?: boolean | undefined;
  /** Skip what only a burn needs (power calibration), for a session that may end without a track. Default false. */
  readonly skipCalibration?: boolean | undefined;
  /** The disc's catalogue number, UPC or EAN: 13 digits. */
  readonly catalogueNumber?: string | undefined;
  /**
   * The number of the first track, 1 to 99: only on a blank disc, and where the program lays out the table of contents
   * (Session-At-Once, RAW). Default: the number after the last track on the disc.
   */
  readonly firstTrack?: number | undefined;
  /** CD-TEXT, one block for each language, 8 at most. Only ways of writing that write the lead-in carry it; others warn. */
  readonly cdText?: readonly CdTextBlock[] | undefined;
  /** Ends the waits for the drive, until the first WRITE. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Checks the disc once the drive is held, and throws when it is not suitable. The recipe's own check unless given.
   */
  readonly checkMedium?: ((drive: Drive) => Promise<DiscState>) | undefined;
}

/**
 * Refuses values that programs in JavaScript pass, before the drive is asked for anything.
 * @throws OptionsError
 */
export function requireSessionOptions(options: SessionOptions): void {
  const { fifoBytes = DEFAULT_FIFO_BYTES, writeSpeedKBps = 1, firstTrack, bookType } = options;
  if (bookType !== undefined && !BOOK_TYPES.includes(bookType))
    throw new OptionsError(`bookType is ${inWords(bookType)}`, `Use one of ${BOOK_TYPES.join(', ')}`);
  if (!Number.isSafeInteger(fifoBytes) || (fifoBytes !== 0 && fifoBytes < LEAST_FIFO_BYTES)) {
    throw new OptionsError(
      `fifoBytes is ${inWords(fifoBytes)}`,
      `Give a whole number of bytes, at least ${LEAST_FIFO_BYTES} (64 KiB), 0 for as few as possible, or leave it out`,
    );
  }
  if (!Number.isFinite(writeSpeedKBps) || writeSpeedKBps <= 0) {
    throw new OptionsError(
      `writeSpeedKBps is ${inWords(writeSpeedKBps)}`,
      'Give the speed in units of 1,000 bytes a second, such as speedKBps(16) for 16x, or leave it out',
    );
  }
  if (firstTrack !== undefined && !isTrackNumber(firstTrack)) {
    throw new OptionsError(`firstTrack is ${inWords(firstTrack)}`, 'Give a number from 1 to 99, or leave it out');
  }
}

export const DEFAULT_FIFO_BYTES = 32 * 1_024 * 1_024;
/** About one WRITE. Fewer would be 0, and are most likely meant in another unit. */
const LEAST_FIFO_BYTES = 64 * 1_024;

export const SESSION_OPTIONS: OptionNames<SessionOptions> = {
  owner: true,
  ending: true,
  testWrite: 'switch',
  bufferUnderrunFree: 'switch',
  writeSpeedKBps: true,
  fifoBytes: true,
  bookType: true,
  streaming: 'switch',
  skipCalibration: 'switch',
  catalogueNumber: true,
  cdText: true,
  firstTrack: true,
  signal: true,
  checkMedium: true,
};

/** What a recipe gets of them. */
export const jobOptionsOf = ({
  catalogueNumber,
  cdText,
  bookType,
  streaming,
  ending = 'finalize',
  testWrite = false,
}: SessionOptions) => ({ catalogueNumber, cdText, bookType, streaming, ending, testWrite });
