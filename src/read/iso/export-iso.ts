import { dirname, resolve } from 'node:path';
import type { Drive } from '../../drive/drive.ts';
import { requireDrive } from '../../drive/require-drive.ts';
import { ImageError } from '../../image/image-error.ts';
import { requireSpace } from '../../image/require-space.ts';
import { requireFree, WholeFile } from '../../image/whole-file.ts';
import {
  inWords,
  type OptionNames,
  OptionsError,
  requireKnownOptions,
  requirePathOption,
} from '../../known-options.ts';
import { READ_BLOCK_BYTES } from '../../mmc/commands/read-10.ts';
import type { Operation } from '../../operation/operation.ts';
import { operationOf } from '../../operation/operation-of.ts';
import { type IsSameData, sampleData } from '../disc-sample.ts';
import { driveFailure } from '../drive-failed.ts';
import type { ExportProgress } from '../extents.ts';
import { RUN_OUT_TOLERANCE_BLOCKS } from '../run-out.ts';
import { watchDisc } from '../watch-disc.ts';
import { isoPieces, unreadable } from './iso-blocks.ts';
import { type IsoContents, isoContents, tracksForIso } from './iso-contents.ts';
import { type BlockRange, IsoSink } from './iso-sink.ts';

export type { BlockRange } from './iso-sink.ts';

/** The options of {@link exportIso}. */
export interface IsoOptions {
  /** The file that is written. */
  readonly path: string;
  /**
   * What becomes of a block that cannot be read: `stop`, the default, ends the export, and no file is left; `zeros` puts zeros in its
   * place, and names it.
   */
  readonly onError?: 'stop' | 'zeros' | undefined;
  /**
   * All blocks that can be read: also zeros after the end of the file system, and of a disc that is overwritten (DVD+RW, DVD-RAM,
   * BD-RE, formatted DVD-RW) all that is formatted. Default false.
   */
  readonly whole?: boolean | undefined;
  /** How often the disc is read, 1 to 9 times: each time must give the same, before the file gets its name. Default 1. */
  readonly passes?: number | undefined;
  /** Replace an existing file. Default false. */
  readonly overwrite?: boolean | undefined;
  /** Ends it before the next blocks are read, with the signal's reason; no file is left. */
  readonly signal?: AbortSignal | undefined;
}

/** What {@link exportIso} wrote. */
export interface IsoResult {
  readonly path: string;
  /** The address on the disc of the file's first block: 0, except on a CD that begins with audio. */
  readonly startLba: number;
  /** Blocks of 2,048 bytes in the file. */
  readonly lengthBlocks: number;
  /** Of the file, in hexadecimal. */
  readonly sha256: string;
  /** Where each session with data begins. */
  readonly sessionStarts: readonly number[];
  /** Blocks of zeros after the file system, which are left out unless `whole` is given. */
  readonly paddingBlocks: number;
  /** Blocks that could not be read, and are zeros in the file. */
  readonly unreadable: readonly BlockRange[];
  /** Blocks of a disc that is overwritten which were never written, and are zeros in the file. */
  readonly neverWritten: readonly BlockRange[];
  /** What the file does not have as the disc does. */
  readonly warnings: readonly string[];
}

const OPTIONS: OptionNames<IsoOptions> = {
  path: 'main',
  onError: true,
  whole: 'switch',
  passes: true,
  overwrite: 'switch',
  signal: true,
};

const MOST_PASSES = 9;

/**
 * Reads the data of a DVD, BD or CD to a file of blocks of 2,048 bytes, an ISO image. The file begins with LBA 0, or with the first
 * data track of a CD that begins with audio; addresses are kept, so that what is between sessions is zeros. It ends where the last
 * track does, without the zeros after the file system; of a disc that is overwritten, it ends where its file system does. The
 * run-out of a CD, which cannot be read, is not in it. The file has its name only once it is complete. A disc that is protected by
 * CSS is refused.
 * @throws ImageError, with the track and the LBA once reading has begun; OptionsError; the signal's reason; before blocks are read
 * SenseError, StatusError, IncompleteTransferError, TransportError
 */
export function exportIso(drive: Drive, options: IsoOptions): Operation<ExportProgress, IsoResult> {
  return operationOf('exportIso()', options, (given) => exportIsoSteps(drive, given));
}

async function* exportIsoSteps(drive: Drive, options: IsoOptions): AsyncGenerator<ExportProgress, IsoResult> {
  requireDrive('exportIso()', drive);
  requireKnownOptions('exportIso()', options, OPTIONS);
  const { path, onError = 'stop', whole = false, passes = 1, overwrite = false, signal } = options;
  requirePathOption('exportIso()', 'path', path);
  if (onError !== 'stop' && onError !== 'zeros')
    throw new OptionsError(`exportIso(): onError is ${inWords(onError)}`, "Use 'stop' or 'zeros'");
  if (!Number.isInteger(passes) || passes < 1 || passes > MOST_PASSES)
    throw new OptionsError(`exportIso(): passes is ${inWords(passes)}`, `Use a whole number from 1 to ${MOST_PASSES}`);
  await requireFree(path, overwrite);
  const { contents, warnings, unchanged } = await lookAtDisc(drive, whole);
  const lengthBlocks = contents.endLba - contents.startLba;
  await requireSpace(dirname(resolve(path)), lengthBlocks * READ_BLOCK_BYTES);
  const reading = { drive, contents, unchanged, onError, whole, signal, totalBlocks: passes * lengthBlocks };

  await using file = await WholeFile.create(path, { overwrite });
  try {
    const sink = yield* readOnce({ ...reading, before: 0 }, (bytes) => file.write(bytes));
    const sha256 = sink.digest();
    for (let pass = 1; pass < passes; pass++) {
      const again = yield* readOnce({ ...reading, before: pass * lengthBlocks }, async () => {});
      if (again.digest() !== sha256) throw differs(pass + 1);
    }
    await unchanged();
    await file.commit();
    const { unreadable: missing, neverWritten, paddingBlocks } = sink;
    const { startLba, sessionStarts } = contents;
    const named = { sessionStarts, paddingBlocks, unreadable: missing, neverWritten };
    const said = [...warnings, ...missingInWords(contents, sink)];
    return { path, startLba, lengthBlocks: sink.lengthBlocks, sha256, ...named, warnings: said };
  } catch (error) {
    throw withoutFile(error, path);
  }
}

interface SeenDisc {
  readonly contents: IsoContents;
  readonly warnings: readonly string[];
  /** Throws ImageError once another disc is in the drive. */
  readonly unchanged: () => Promise<void>;
}

const MOST_LOOKS = 3;

/** What is on the disc, all of it seen on the same one. */
async function lookAtDisc(drive: Drive, whole: boolean): Promise<SeenDisc> {
  for (let look = 1; ; look++) {
    const generation = drive.mediumGeneration;
    const warnings: string[] = [];
    const contents = await isoContents(drive, whole, warnings);
    const isSame: IsSameData = await sampleData(drive, contents.startLba, contents.endLba);
    if (drive.mediumGeneration !== generation && look < MOST_LOOKS) continue;
    const watch = watchDisc(drive, tracksForIso);
    return { contents, warnings, unchanged: () => watch(contents.tracks, isSame) };
  }
}

interface Pass {
  readonly drive: Drive;
  readonly contents: IsoContents;
  readonly unchanged: SeenDisc['unchanged'];
  readonly onError: 'stop' | 'zeros';
  readonly whole: boolean;
  readonly signal: AbortSignal | undefined;
  readonly before: number;
  readonly totalBlocks: number;
}

async function* readOnce(
  { drive, contents, unchanged, onError, whole, signal, before, totalBlocks }: Pass,
  write: (bytes: Uint8Array) => Promise<void>,
): AsyncGenerator<ExportProgress, IsoSink> {
  const { startLba, endLba, fileSystemEnd, medium } = contents;
  const isCd = medium === undefined;
  const runOutLba = isCd ? endLba - RUN_OUT_TOLERANCE_BLOCKS : endLba;
  const tailLba = fileSystemEnd ?? runOutLba;
  const sink = new IsoSink(tailLba, write);
  const readable = whole && !isCd ? endLba : tailLba;
  for await (const piece of isoPieces({ drive, contents, tailLba: readable, mayMiss: onError === 'zeros' })) {
    signal?.throwIfAborted();
    await unchanged();
    const [revealed] = await sink.add(piece);
    // It was taken for what is after the data, and was not.
    if (revealed !== undefined && onError === 'stop') throw unreadable(piece.track, revealed.startLba);
    const doneBlocks = before + piece.lba + piece.lengthBlocks - startLba;
    yield { phase: 'exporting', track: piece.track, doneBlocks, lengthBlocks: totalBlocks };
  }
  if (whole || fileSystemEnd === undefined) await sink.keepPadding();
  return sink;
}

const differs = (pass: number): ImageError =>
  new ImageError({
    kind: 'unreadable',
    reason: `reading ${pass} of the disc gave other bytes than the first`,
    remedy: 'Clean the disc, or try another drive',
  });

function missingInWords({ fileSystemEnd }: IsoContents, sink: IsoSink): string[] {
  const [runOut] = fileSystemEnd === undefined ? sink.runOut : [];
  return [
    ...rangesInWords(sink.unreadable, 'could not be read, and are zeros in the file'),
    ...rangesInWords(sink.neverWritten, 'were never written, and are zeros in the file'),
    ...(runOut === undefined
      ? []
      : [
          `the end of the last track, from LBA ${runOut.startLba}, could not be read, and is not in the file: the run-out that a recorder leaves there, or damage`,
        ]),
  ];
}

const MOST_NAMED = 8;

function rangesInWords(ranges: readonly BlockRange[], what: string): string[] {
  if (ranges.length === 0) return [];
  const blocks = ranges.reduce((sum, { lengthBlocks }) => sum + lengthBlocks, 0);
  const places = ranges
    .slice(0, MOST_NAMED)
    .map(({ startLba, lengthBlocks }) =>
      lengthBlocks === 1 ? `${startLba}` : `${startLba} to ${startLba + lengthBlocks - 1}`,
    );
  const more = ranges.length > MOST_NAMED ? ` and ${ranges.length - MOST_NAMED} more places` : '';
  return [`${blocks === 1 ? '1 block' : `${blocks} blocks`} of the disc ${what}: LBA ${places.join(', ')}${more}`];
}

/** The same failure, saying that there is no file. */
function withoutFile(error: unknown, path: string): unknown {
  const failure =
    error instanceof ImageError
      ? error
      : driveFailure(error, { kind: 'drive-failed', step: 'the disc could not be looked at after it was read' });
  return failure?.with({ reason: `${failure.reason}. ${path} was not written` }) ?? error;
}
