import { inWords, type OptionNames, OptionsError, requireKnownOptions } from '../known-options.ts';
import type { Multisession } from '../read/multisession.ts';
import { BURN_OPTIONS, type BurnOptions } from './burn.ts';
import { BurnError } from './engine/burn-error.ts';
import { isAudio, TrackFormats } from './engine/track-format.ts';
import type { TrackSource } from './engine/track-source.ts';

/** What {@link burnData} writes: a source, or what makes one for the place that it gets on the disc. */
export type DataSource = TrackSource | ((place: DataPlace) => TrackSource | Promise<TrackSource>);

/** Where {@link burnData} will write: the start of what a file system is made for, and the last session, which it may continue. */
export interface DataPlace extends Multisession {
  /** Block address of the first block of the data. */
  readonly nextWritableLba: number;
}

/** How data is written on a CD: `tao` Track-At-Once, `sao` Session-At-Once (MMC-5 5.1); `auto` chooses. */
export type DataWriteType = 'auto' | 'tao' | 'sao';

/** Every {@link DataWriteType}. */
export const DATA_WRITE_TYPES: readonly DataWriteType[] = ['auto', 'tao', 'sao'];

/** The options of {@link burnData}. */
export interface BurnDataOptions extends BurnOptions {
  /** `tao` Track-At-Once, `sao` Session-At-Once; `auto`, the default, is Track-At-Once: not every recorder appends otherwise. */
  readonly writeType?: DataWriteType | undefined;
  /**
   * Add a session to a disc that has some already, or tracks in an open session. An open session is closed first, so that
   * another can follow it. What is on a disc that can be overwritten grows: the image, which must be made for the address that
   * `readMultisession` says, is written after it, and then replaces the descriptors at the start of the disc. Default false: only a blank
   * disc is written to.
   */
  readonly append?: boolean | undefined;
  /**
   * Replace what is on a disc that can be overwritten (DVD+RW, DVD-RAM, BD-RE, formatted DVD-RW). Default false: one that holds
   * data is refused.
   */
  readonly overwrite?: boolean | undefined;
  /**
   * Blocks of zeros after the data. Readers read ahead, and after a Track-At-Once track come two blocks that cannot be
   * read; ECMA-130 clause 20 has data end with a post-gap of this length. Default 150, on DVD and BD fewer where fewer fit; 0 for a
   * source that has them (`endsPadded`), and where an overwritable disc grows.
   */
  readonly padBlocks?: number | undefined;
}

const DATA_OPTIONS: OptionNames<BurnDataOptions> = {
  ...BURN_OPTIONS,
  writeType: true,
  append: 'switch',
  overwrite: 'switch',
  padBlocks: true,
};

export const DEFAULT_PAD_BLOCKS = 150;

/** More than a disc has. */
const MOST_PAD_BLOCKS = 450_000;

/** @throws OptionsError */
export function requireDataOptions(options: BurnDataOptions): void {
  requireKnownOptions('burnData()', options, DATA_OPTIONS);
  const { writeType = 'auto', padBlocks = DEFAULT_PAD_BLOCKS } = options;
  if (!DATA_WRITE_TYPES.includes(writeType)) {
    throw new OptionsError(
      `burnData(): writeType is ${inWords(writeType)}`,
      `Use one of ${DATA_WRITE_TYPES.join(', ')}`,
    );
  }
  if (!Number.isSafeInteger(padBlocks) || padBlocks < 0 || padBlocks > MOST_PAD_BLOCKS) {
    throw new OptionsError(
      `burnData(): padBlocks is ${inWords(padBlocks)}`,
      'Give a number of blocks, such as 150, or 0',
    );
  }
}

/**
 * The source with its format, Mode 1 unless it has one.
 * @throws BurnError of phase `planning`
 */
export function requireDataSource(source: TrackSource): TrackSource {
  const refuse = (reason: string, remedy: string) => new BurnError({ phase: 'planning', reason, remedy });
  if (typeof source?.openReader !== 'function') {
    throw refuse(
      `the data is ${inWords(source)}, not a track source`,
      'Pass a file opened with openDataFile(path), or an object with name, lengthBytes, repeatable and openReader()',
    );
  }
  const { name, lengthBytes, format = TrackFormats.mode1 } = source;
  if (isAudio(format)) throw refuse(`${name} is audio`, 'Use burnAudio(), or give the source a format of data');
  if (!Number.isSafeInteger(lengthBytes) || lengthBytes <= 0) {
    throw refuse(`${name} has a lengthBytes of ${inWords(lengthBytes)}`, 'Give the number of its bytes');
  }
  const rest = lengthBytes % format.blockBytes;
  if (rest > 0) {
    throw refuse(
      `${name} has ${lengthBytes} bytes, which is not a multiple of ${format.blockBytes}: its last block has only ${rest}`,
      'It may be incomplete, or not an image in blocks of this size: copy or make it again',
    );
  }
  return source.format === undefined ? withFormat(source) : source;
}

/** Sources may be objects of a class: their own properties are not all that they have. */
const withFormat = (source: TrackSource): TrackSource => ({
  name: source.name,
  lengthBytes: source.lengthBytes,
  repeatable: source.repeatable,
  format: TrackFormats.mode1,
  ...(source.endsPadded === undefined ? {} : { endsPadded: source.endsPadded }),
  ...(source.placeProblem === undefined ? {} : { placeProblem: (startLba) => source.placeProblem?.(startLba) }),
  openReader: () => source.openReader(),
});
