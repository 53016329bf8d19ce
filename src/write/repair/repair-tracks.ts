import { MOST_TRACKS, SHORTEST_TRACK_BLOCKS } from '../../cd/geometry.ts';
import { formatLength } from '../../cd/msf.ts';
import { isRefusal } from '../../drive/bad-answer.ts';
import { blocksAsBytes } from '../../drive/block-disc-words.ts';
import { type DiscState, type TrackInformation, type TrackState, trackInformation } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import { INCOMPLETE_TRACK } from '../../mmc/commands/read-track-information.ts';
import { MultiSession, WriteType } from '../../mmc/mode-pages/write-parameters.ts';
import { isSense, SenseKey } from '../../scsi/sense.ts';
import { SenseError } from '../../scsi/sense-error.ts';
import { BurnError, messageOf } from '../engine/burn-error.ts';
import { closeBlockTrack, flushBlocks } from '../engine/close-block-disc.ts';
import { closeTrack, closeTrackIfOpen, flush } from '../engine/close-track.ts';
import type { RepairProgress, StepProgress } from '../engine/progress.ts';
import { formatOfTrack, isAudio, type TrackFormat } from '../engine/track-format.ts';
import { setWriteParameters } from '../engine/write-parameters.ts';
import { writeZeros } from '../engine/write-zeros.ts';
import { blocksInWords } from './words.ts';

type Repair<R = void> = AsyncGenerator<StepProgress | RepairProgress, R>;

const repaired = (did: string, track?: number): RepairProgress => ({
  phase: 'repairing',
  did,
  ...(track === undefined ? {} : { track }),
});

/**
 * Ends every track that an earlier burn left open or interrupted. An open track is ended by flushing the drive's buffer
 * and by CLOSE TRACK; where a drive does not close a track of less than four seconds, it is padded with zeros first. A
 * damaged track, to which nothing can be added, is ended by CLOSE TRACK, or together with its session where the drive
 * refuses that.
 */
export async function* endTracks(drive: Drive, { tracks, medium }: Pick<DiscState, 'tracks' | 'medium'>): Repair {
  for (const track of tracks) {
    if (medium !== undefined) {
      if (track.open || track.damaged) yield* endBlockTrack(drive, track.number);
    } else if (track.open) yield* endTrack(drive, track);
    else if (track.damaged) yield* unlessRefused(closeTrack(drive, track.number));
  }
}

/** Of a DVD or BD: the drive fills up the last ECC block by itself. */
async function* endBlockTrack(drive: Drive, number: number): Repair {
  yield* flushBlocks(drive, number);
  yield* unlessRefused(closeBlockTrack(drive, number));
  const now = await trackInformation(drive, number);
  const end = isOpen(now)
    ? ' and the drive refuses to close it: its session is closed as it is'
    : `: it is complete now, with ${blocksAsBytes(now.lengthBlocks)}`;
  yield repaired(`Track ${number} was left open${end}`, number);
}

async function* endTrack(drive: Drive, track: TrackState): Repair {
  const { number } = track;
  const format = formatOfTrack(track);
  yield* flush(drive, number);
  yield* unlessRefused(closeTrackIfOpen(drive, number));
  let now = await trackInformation(drive, number);
  if (now.nextWritableValid && now.nextWritableLba < now.startLba) {
    // A session in one go was cut off in its first pregap; the track itself begins where Track-At-Once would write it.
    await setTrackAtOnce(drive, format);
    now = await trackInformation(drive, number);
  }
  let how = '';
  if (isOpen(now)) {
    const missing = SHORTEST_TRACK_BLOCKS - (now.nextWritableLba - now.startLba);
    const filled =
      missing > 0 && (await fillIfAccepted(drive, { lba: now.nextWritableLba, lengthBlocks: missing, format }));
    // A drive that waits for more blocks of a whole session, and cannot take these, ends the track as Track-At-Once ends one.
    if (!filled) await setTrackAtOnce(drive, format);
    yield* flush(drive, number);
    yield* unlessRefused(closeTrackIfOpen(drive, number));
    how = filled
      ? `, padded with ${missing} ${fillingInWords(format)}`
      : missing > 0
        ? ' and accepts no more blocks'
        : '';
    now = await trackInformation(drive, number);
  }
  yield repaired(`Track ${number} was left open${endInWords(now, how)}`, number);
}

const isOpen = ({ nextWritableValid, blank }: TrackInformation): boolean => nextWritableValid && !blank;

function endInWords(now: TrackInformation, how: string): string {
  if (isOpen(now)) return ' and the drive refuses to close it: its session is closed as it is';
  if (now.blank || now.lengthBlocks === 0) return `${how}: nothing of it is on the disc`;
  return `${how}: it is complete now, with ${blocksInWords(now.lengthBlocks)}`;
}

/**
 * Removes what made the drive refuse CLOSE SESSION.
 * @returns whether there was something that could be removed, so that it is worth sending the command again
 */
export async function* removeObstacle(drive: Drive, error: unknown, disc: DiscState): Repair<boolean> {
  const cause = error instanceof BurnError ? error.cause : error;
  if (!(cause instanceof SenseError)) return false;
  const { sense } = cause;
  // Session fixation error: incomplete track in session.
  if (isSense(sense, SenseKey.IllegalRequest, 0x72, 0x03)) return yield* closeHiddenTrack(drive, disc);
  // Session fixation error: empty or partially written reserved track.
  return isSense(sense, SenseKey.IllegalRequest, 0x72, 0x04) ? yield* fillReservedTracks(drive) : false;
}

/** The drive says that a track is open, but its track information shows none. */
async function* closeHiddenTrack(drive: Drive, { tracks }: DiscState): Repair<boolean> {
  const last = tracks.at(-1)?.number ?? 0;
  yield* flush(drive, last);
  for (const number of [INCOMPLETE_TRACK, last + 1, last].filter((each) => each >= 1)) {
    if (yield* unlessRefused(closeTrack(drive, number))) {
      yield repaired('The drive had an open track that it did not report: it is closed now');
      return true;
    }
  }
  return false;
}

/** A reserved track must be written to its end: with zeros, since there is nothing else for it. */
async function* fillReservedTracks(drive: Drive): Repair<boolean> {
  let filled = false;
  for (let number = 1; number <= MOST_TRACKS; number++) {
    const track = await trackInformation(drive, number).catch((error: unknown) => {
      if (isRefusal(error)) return undefined;
      throw error;
    });
    if (track === undefined) break;
    if (!track.reserved || !(track.blank || track.nextWritableValid)) continue;
    const lengthBlocks = track.nextWritableValid ? track.freeBlocks : track.lengthBlocks;
    const format = formatOfTrack({ control: track.trackMode, dataMode: track.dataMode });
    yield repaired(
      `Track ${number} is reserved but not fully written: ${lengthBlocks} ${fillingInWords(format)} (${formatLength(lengthBlocks)}) are written to it`,
      number,
    );
    await fill(drive, { lba: firstFreeLba(track), lengthBlocks, format });
    yield* flush(drive, number);
    yield* unlessRefused(closeTrackIfOpen(drive, number));
    filled = true;
  }
  return filled;
}

const firstFreeLba = (track: TrackInformation): number =>
  track.nextWritableValid ? Math.max(track.nextWritableLba, track.startLba) : track.startLba;

interface Filling {
  readonly lba: number;
  readonly lengthBlocks: number;
  readonly format: TrackFormat;
}

const fillingInWords = (format: TrackFormat): string => (isAudio(format) ? 'blocks of silence' : 'empty blocks');

const setTrackAtOnce = (drive: Drive, format: TrackFormat): Promise<unknown> =>
  setWriteParameters(drive, {
    writeType: WriteType.TrackAtOnce,
    multiSession: MultiSession.NoNextSession,
    format,
    testWrite: false,
    bufferUnderrunFree: true,
  });

/** @returns false when the drive does not accept such blocks there: those of a disc that is written raw have sub-channels */
async function fillIfAccepted(drive: Drive, filling: Filling): Promise<boolean> {
  try {
    await fill(drive, filling);
    return true;
  } catch (error) {
    if (error instanceof BurnError && error.lba === filling.lba && isRefusal(error.cause)) return false;
    throw error;
  }
}

async function fill(drive: Drive, { lba, lengthBlocks, format }: Filling): Promise<void> {
  await setTrackAtOnce(drive, format);
  const { writtenBlocks, failure } = await writeZeros(drive, { lba, lengthBlocks, format });
  if (writtenBlocks === lengthBlocks) return;
  throw new BurnError({
    phase: 'closing the track',
    lba: lba + writtenBlocks,
    reason: `the ${fillingInWords(format)} that the track needs could not be written: ${messageOf(failure)}`,
    remedy: 'Try `discwright close` again, in another drive if this one keeps failing',
    cause: failure,
  });
}

/** @returns false when the drive refused, which changes nothing */
async function* unlessRefused<P>(steps: AsyncGenerator<P, void>): AsyncGenerator<P, boolean> {
  try {
    yield* steps;
    return true;
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}

/** Reports what closing the session did to tracks that had been interrupted. */
export function* repairedTracks(before: DiscState, after: DiscState): Generator<RepairProgress> {
  for (const { number } of before.tracks.filter(({ damaged }) => damaged)) {
    const now = after.tracks.find((track) => track.number === number);
    if (now === undefined || now.damaged) continue;
    yield repaired(
      `Track ${number} had been interrupted: it ends where it was cut off, and is complete now, with ${blocksInWords(now.lengthBlocks)}`,
      number,
    );
  }
}
