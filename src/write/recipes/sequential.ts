import { blocksAsBytes } from '../../drive/block-disc-words.ts';
import { incompleteTrack, nextWritableLbaOf, readDiscState, trackInformation } from '../../drive/disc-state.ts';
import { reserveTrack } from '../../mmc/commands/reserve-track.ts';
import { WriteType } from '../../mmc/mode-pages/write-parameters.ts';
import { endingInMmc } from '../ending.ts';
import { bookTypeWarning, setBookType } from '../engine/book-type.ts';
import { BurnError } from '../engine/burn-error.ts';
import { closeBlockDisc, closeBlockTrack, flushBlocks, hasWriteParameters } from '../engine/close-block-disc.ts';
import { requirePlace } from '../engine/plan-checks.ts';
import type { Extent } from '../engine/send-extent.ts';
import { untilSettled } from '../engine/until-settled.ts';
import { setWriteParameters } from '../engine/write-parameters.ts';
import type { Recipe, TrackPlan, Unit, WriteJob } from '../recipe.ts';
import { blockRecipe, inStream, mediumOf, refuseTestWrite, withoutCdText } from './block-recipe.ts';

export interface SequentialOptions {
  /** All of the disc in one go, of a size that is reserved before: the drive itself closes it (DVD-R, DVD-RW). Default false. */
  readonly discAtOnce?: boolean | undefined;
}

/**
 * A way of writing discs in sequence: each track at the next writable address, closed by CLOSE TRACK, and its session by
 * CLOSE SESSION or a function that finalizes. DVD-R and DVD-RW have page 05h too (MMC-6 4.3.6).
 */
export function sequentialRecipe(
  name: string,
  profiles: readonly number[],
  { discAtOnce = false }: SequentialOptions = {},
): Recipe {
  const writeType = discAtOnce ? WriteType.SessionAtOnce : WriteType.Packet;

  return {
    ...blockRecipe(name, profiles),

    checkRequest({ ending }) {
      if (!discAtOnce || ending === 'finalize') return;
      throw new BurnError({
        phase: 'planning',
        code: 'INVALID_REQUEST',
        reason: `${name} always finalizes the disc`,
        remedy: 'Write it incrementally (`--write-type tao`) to add to it later',
      });
    },

    async *prepare(job, [plan]) {
      const medium = mediumOf(job);
      yield* withoutCdText(job);
      if (!hasWriteParameters(medium.profile)) {
        refuseTestWrite(job);
        if (job.bookType !== undefined && job.tracks.length === 0)
          await setBookType(job.drive, medium.profile, job.bookType);
        return;
      }
      const { drive, ending, testWrite, bufferUnderrunFree } = job;
      await setWriteParameters(drive, {
        writeType,
        multiSession: endingInMmc(ending).multiSession,
        format: plan.format,
        testWrite,
        bufferUnderrunFree,
        packetBlocks: discAtOnce ? undefined : medium.eccBlocks,
        linkBlocks: discAtOnce ? undefined : medium.eccBlocks,
      });
      await job.calibrate();
      if (discAtOnce) await drive.execute(reserveTrack({ reservationBlocks: plan.lengthBlocks }));
    },

    extents: (job, unit) => untilSettled(job.drive, () => placed(job, unit, discAtOnce), job.signal),

    async *end({ drive, testWrite }, sent) {
      for (const { number } of sent) {
        yield* flushBlocks(drive, number);
        if (!testWrite) yield* closeBlockTrack(drive, number);
      }
    },

    async *finish(job) {
      const { drive, ending, testWrite, bufferUnderrunFree } = job;
      const warning = await bookTypeWarning(drive, job.bookType);
      if (warning !== undefined) yield { phase: 'closing the session', warning };
      const disc = await readDiscState(drive, { everyTrack: true });
      if (ending === 'leave-open' || testWrite) return disc;
      // What was written in one go closes by itself.
      if (discAtOnce && disc.status === 'complete') return disc;
      return yield* closeBlockDisc(drive, { medium: mediumOf(job), ending, writeType, bufferUnderrunFree });
    },
  };
}

/** Where the drive puts the next track, or that of which all is reserved. */
async function placed(
  job: WriteJob,
  [{ number: planned, source, format, lengthBlocks }]: Unit<TrackPlan>,
  reserved: boolean,
): Promise<Unit<Extent>> {
  const { drive, discBefore, tracks, endOfWrittenLba } = job;
  const last = (tracks.at(-1) ?? discBefore.tracks.at(-1))?.number ?? 0;
  const place = reserved
    ? await trackInformation(drive, planned)
    : await incompleteTrack(drive, last === 0 ? undefined : last);
  const refuse = (code: 'NO_NEXT_ADDRESS' | 'NO_ROOM', reason: string, remedy: string) =>
    new BurnError({ phase: 'preparing', code, track: planned, reason, remedy });
  if (place === undefined || !place.nextWritableValid) {
    throw refuse(
      'NO_NEXT_ADDRESS',
      place?.damage
        ? 'the place for the next track is damaged: an earlier burn was interrupted there'
        : 'the drive reports no next writable address: nothing can be added to this disc',
      'Close the session (`discwright close`) and continue with another disc',
    );
  }
  const startLba = nextWritableLbaOf(place);
  if (startLba < endOfWrittenLba) {
    throw refuse(
      'NO_NEXT_ADDRESS',
      `the drive would put it at LBA ${startLba}, inside another track that ends at LBA ${endOfWrittenLba}`,
      'None of it was written. Close the session (`discwright close`) and continue with another disc',
    );
  }
  if (place.freeBlocks < lengthBlocks) {
    throw refuse(
      'NO_ROOM',
      `it needs ${blocksAsBytes(lengthBlocks)}, but the disc has only ${blocksAsBytes(place.freeBlocks)} left`,
      'None of it was written. Leave it out, or use a disc with more room',
    );
  }
  const number = place.track > last ? place.track : planned;
  requirePlace(source, number, startLba);
  return [{ track: number, source, format: inStream(format, job), startLba, lengthBlocks, minimumBlocks: 0 }];
}
