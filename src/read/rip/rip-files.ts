import { join } from 'node:path';
import { ImageError } from '../../image/image-error.ts';
import { wavHeader } from '../../image/wav-header.ts';
import { WholeFile } from '../../image/whole-file.ts';
import type { BlockRange } from './checksums.ts';
import { createFlacFile } from './flac-file.ts';
import type { CheckedRipOptions } from './rip-options.ts';
import type { PlannedTrack } from './rip-plan.ts';

/** A file while it is written. */
export interface RipFile extends AsyncDisposable {
  readonly path: string;
  write(bytes: Uint8Array): Promise<void>;
  commit(): Promise<void>;
}

/** What becomes one file, or one part of the only file. */
export interface FilePart {
  /** The track it is about; 0 for what is before track 1. */
  readonly number: number;
  readonly kind: 'audio' | 'data';
  readonly range: BlockRange;
  readonly path: string;
  /** Kept only if it is not silent. */
  readonly hidden: boolean;
}

export const SHEET_NAME = 'disc.cue';
export const BIN_NAME = 'disc.bin';
export const CD_TEXT_NAME = 'disc.cdt';
export const LOG_NAME = 'rip.log';

const twoDigits = (number: number): string => String(number).padStart(2, '0');

/** Whether a sheet describes the files: then pauses are in them, and nothing else would be. */
export const hasSheet = ({ format }: Pick<CheckedRipOptions, 'format'>): boolean =>
  format === 'job' || format === 'bin-cue';

/** The parts in the order in which they are read. */
export function partsOf(
  planned: readonly PlannedTrack[],
  chosen: readonly PlannedTrack[],
  options: CheckedRipOptions,
): FilePart[] {
  const { directory, format } = options;
  const sound = format === 'flac' ? 'flac' : 'wav';
  const pathOf = (name: string) => join(directory, format === 'bin-cue' ? BIN_NAME : name);
  const parts: FilePart[] = [];
  for (const each of planned) {
    const { track, pauseLba, window, whole } = each;
    const { number, kind } = track;
    if (!hasSheet(options) && isHiddenWanted(each, chosen, options.tracks)) {
      const isFirst = each === planned[0];
      const name = isFirst ? 'track00' : `track${twoDigits(number)}-pregap`;
      const range = { startLba: pauseLba, endLba: track.startLba };
      parts.push({ number: isFirst ? 0 : number, kind, range, path: pathOf(`${name}.${sound}`), hidden: true });
    }
    if (!chosen.includes(each)) continue;
    const range = hasSheet(options) ? whole : window;
    const extension = kind === 'data' ? 'iso' : sound;
    parts.push({ number, kind, range, path: pathOf(`track${twoDigits(number)}.${extension}`), hidden: false });
  }
  if (parts.length > 0) return parts;
  throw new ImageError({
    kind: 'unsuitable-disc',
    reason: 'there is nothing to rip: the disc has no sound before track 1 that would be a file of its own',
    remedy: 'Choose other tracks',
  });
}

function isHiddenWanted(
  each: PlannedTrack,
  chosen: readonly PlannedTrack[],
  numbers: readonly number[] | undefined,
): boolean {
  if (!each.firstOfSession || each.track.kind === 'data' || each.pauseLba >= each.track.startLba) return false;
  return numbers === undefined ? chosen.includes(each) : each.track.session === 1 && numbers.includes(0);
}

/** Opens the file of a part. @param onWritten may get the bytes that are in the file @throws ImageError */
export async function openPart(
  { path, kind, range }: FilePart,
  options: CheckedRipOptions,
  onWritten: (bytes: Uint8Array) => void,
): Promise<RipFile> {
  const { overwrite, format } = options;
  if (kind === 'audio' && format === 'flac') return createFlacFile(path, overwrite);
  const file = await WholeFile.create(path, { overwrite, onWritten });
  if (kind === 'audio' && format !== 'bin-cue') await file.write(wavHeader(range.endLba - range.startLba));
  return file;
}
