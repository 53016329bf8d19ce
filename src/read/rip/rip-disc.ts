import { join } from 'node:path';
import { decodeControl } from '../../cd/control.ts';
import { MOST_TRACKS } from '../../cd/geometry.ts';
import type { Drive } from '../../drive/drive.ts';
import { requireDrive } from '../../drive/require-drive.ts';
import { alteredTexts, cueSheet } from '../../image/cue-sheet.ts';
import { fileSystemError } from '../../image/image-error.ts';
import { requireFree, WholeFile } from '../../image/whole-file.ts';
import type { Operation } from '../../operation/operation.ts';
import { operationOf } from '../../operation/operation-of.ts';
import { makeFolders } from '../../transport/make-folders.ts';
import { packFile } from '../cd-text-packs.ts';
import { sampleTracks } from '../disc-sample.ts';
import { watchDisc } from '../watch-disc.ts';
import { requireFlac } from './flac-file.ts';
import { lookAtDisc, type SeenDisc } from './look-at-disc.ts';
import { ReadSpeed, readingAbilities } from './read-speed.ts';
import { CD_TEXT_NAME, type FilePart, hasSheet, LOG_NAME, partsOf, SHEET_NAME } from './rip-files.ts';
import { ripLog } from './rip-log.ts';
import {
  type CheckedRipOptions,
  checkedOptions,
  type RipOptions,
  type RipProgress,
  type RippedTrack,
  type RipResult,
} from './rip-options.ts';
import { type RippedParts, ripParts } from './rip-parts.ts';
import { chosenTracks, type PlannedTrack } from './rip-plan.ts';
import { ripSheet } from './rip-sheet.ts';
import { packsOf, renumberedInWords, sheetNumbers } from './sheet-numbers.ts';

/**
 * Reads a disc back to files, sound bit for bit: every block is read until it has been read the same often enough, and a block
 * of which that fails is named. Sound goes to files by {@link RipOptions.format}, data tracks to `.iso` files, and what is known
 * of each track to `rip.log`. The read speed is afterwards as it was.
 * @throws ImageError, with the files that are complete; RangeError, OptionsError; the signal's reason; before blocks are read
 * SenseError, StatusError, TransportError
 * @example
 * ```ts
 * const { tracks, suspects } = await ripDisc(drive, { directory: 'rip' });
 * console.log(tracks.length, suspects.length === 0 ? 'without doubt' : 'with doubts');
 * ```
 */
export function ripDisc(drive: Drive, options: RipOptions): Operation<RipProgress, RipResult> {
  return operationOf('ripDisc()', options, (given) => ripDiscSteps(drive, given));
}

async function* ripDiscSteps(drive: Drive, options: RipOptions): AsyncGenerator<RipProgress, RipResult> {
  requireDrive('ripDisc()', drive);
  const checked = checkedOptions(options);
  const { directory, overwrite, signal } = checked;
  if (checked.format === 'flac') await requireFlac();
  const warnings: string[] = [];
  const unchanged = watchDisc(drive);
  const abilities = await readingAbilities(drive);
  await using speed = new ReadSpeed(drive, abilities, checked.readSpeedKBps);
  yield { phase: 'looking', track: 1, doneBlocks: 0, lengthBlocks: 0 };
  const seen = await lookAtDisc(drive, warnings);
  const isSame = await sampleTracks(
    drive,
    seen.planned.map(({ track }) => track),
  );
  signal?.throwIfAborted();
  const chosen = chosenTracks(seen.planned, checked.tracks);
  warnings.push(...hiddenLeftOut(seen, chosen, checked));
  const parts = partsOf(seen.planned, chosen, checked);
  const extra = [
    ...(hasSheet(checked) ? [SHEET_NAME] : []),
    ...(hasSheet(checked) && packsOfRip(seen, chosen).length > 0 ? [CD_TEXT_NAME] : []),
    LOG_NAME,
  ];
  const paths = [...new Set([...parts.map(({ path }) => path), ...extra.map((name) => join(directory, name))])];
  for (const path of paths) await requireFree(path, overwrite);
  await makeFolders(directory).catch((error: unknown) => {
    throw fileSystemError(directory, error);
  });

  await speed.begin();
  const ripping = { drive, checked, abilities, speed, seen, chosen, parts, warnings };
  const ripped = yield* ripParts(ripping, () =>
    unchanged(
      seen.planned.map(({ track }) => track),
      isSame,
    ),
  );
  const written = [...ripped.paths];
  if (hasSheet(checked)) written.push(...(await writeSheet(checked, seen, chosen, parts, ripped, warnings)));
  const logPath = join(directory, LOG_NAME);
  const result: RipResult = {
    ...factsOf(checked, seen, chosen, parts, ripped),
    paths: [...written, logPath],
    logPath,
    warnings,
  };
  await using log = await WholeFile.create(logPath, { overwrite });
  await log.write(Buffer.from(ripLog(result, checked)));
  await log.commit();
  return result;
}

const numbersOf = (chosen: readonly PlannedTrack[]) => sheetNumbers(chosen.map(({ track }) => track.number));

const packsOfRip = ({ texts }: SeenDisc, chosen: readonly PlannedTrack[]) => packsOf(texts.packs, numbersOf(chosen));

/** In a format with a sheet, what is before the first track is its pause. */
function hiddenLeftOut(
  { planned: [first] }: SeenDisc,
  chosen: readonly PlannedTrack[],
  checked: CheckedRipOptions,
): string[] {
  const wanted = hasSheet(checked) && checked.tracks?.includes(0) && first !== undefined && !chosen.includes(first);
  if (!wanted) return [];
  const { number } = first.track;
  return [
    `what is before track ${number} is left out: in a ${checked.format} rip it is the pause of track ${number}, which was not chosen`,
  ];
}

/** The sheet appears last: files without a sheet are complete, a sheet without files would be wrong. */
async function writeSheet(
  checked: CheckedRipOptions,
  seen: SeenDisc,
  chosen: readonly PlannedTrack[],
  parts: readonly FilePart[],
  ripped: RippedParts,
  warnings: string[],
): Promise<string[]> {
  const { directory, overwrite } = checked;
  const held = chosen.filter(({ track }) => !ripped.leftOut.has(track.number));
  const { texts } = seen;
  const numbers = numbersOf(held);
  const packs = packsOf(texts.packs, numbers);
  const renumbered = renumberedInWords(numbers);
  if (renumbered !== undefined) warnings.push(renumbered);
  const disc = ripSheet({
    chosen: held,
    parts,
    texts,
    packs,
    numbers,
    dataModes: ripped.dataModes,
    oneFile: checked.format === 'bin-cue',
  });
  if (packs.length === 0) warnings.push(...alteredTexts(disc));
  const paths: string[] = [];
  const write = async (name: string, bytes: Uint8Array) => {
    await using file = await WholeFile.create(join(directory, name), { overwrite });
    await file.write(bytes);
    await file.commit();
    paths.push(file.path);
  };
  if (packs.length > 0) await write(CD_TEXT_NAME, packFile(packs));
  await write(SHEET_NAME, Buffer.from(cueSheet(disc)));
  return paths;
}

function factsOf(
  checked: CheckedRipOptions,
  seen: SeenDisc,
  chosen: readonly PlannedTrack[],
  parts: readonly FilePart[],
  ripped: RippedParts,
): Omit<RipResult, 'paths' | 'logPath' | 'warnings'> {
  const { sums, suspects, leftOut, hidden } = ripped;
  const tracks = chosen.map((each): RippedTrack => {
    const { track, pauseLba, indexLbas, window, q } = each;
    const { number, session, kind, startLba } = track;
    const part = parts.find((one) => one.number === number && !one.hidden);
    const { preEmphasis, copyPermitted, fourChannels } = decodeControl(q?.control ?? track.control);
    const isrc = seen.texts.isrcs.get(number);
    const checksums = sums.of(number);
    return {
      number,
      session,
      kind,
      startLba,
      lengthBlocks: window.endLba - startLba,
      ...(part === undefined || leftOut.has(number) ? {} : { path: part.path }),
      pregapBlocks: startLba - pauseLba,
      indexBlocks: indexLbas.map((lba) => lba - startLba),
      ...(isrc === undefined ? {} : { isrc }),
      preEmphasis,
      copyPermitted,
      serialCopy: q?.serialCopy ?? false,
      fourChannels,
      ...(checksums === undefined ? {} : { checksums }),
      suspects: suspects.filter((row) => row.track === number),
    };
  });
  const { catalogNumber } = seen.texts;
  return {
    tracks,
    ...(hidden === undefined ? {} : { hidden }),
    ...(catalogNumber === undefined ? {} : { catalogNumber }),
    ...(seen.accurateRipId === undefined ? {} : { accurateRipId: seen.accurateRipId }),
    ...(seen.cddbId === undefined ? {} : { cddbId: seen.cddbId }),
    ...(sums.disc === undefined ? {} : { ctdb: sums.disc }),
    offsetSamples: checked.offsetSamples,
    overlapBlocks: ripped.overlapBlocks,
    c2: ripped.c2,
    passes: checked.passes,
    unreachedSamples: ripped.unreachedSamples,
    repairedBlocks: ripped.repairedBlocks,
    displacedPieces: ripped.displacedPieces,
    readings: ripped.readings,
    suspects: suspects.toSorted((a, b) => a.startLba - b.startLba).filter(({ track }) => track <= MOST_TRACKS),
  };
}
