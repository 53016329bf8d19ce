import type { DiscState } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import type { DescribeFinding } from '../../drive/reset-watch.ts';
import type { VerifyProgress } from '../engine/progress.ts';
import type { SentTrack } from '../engine/send-extent.ts';
import type { TrackSource } from '../engine/track-source.ts';
import type { Recipe, TrackPlan } from '../recipe.ts';
import { checkNothingWritten } from './check-nothing-written.ts';
import { checkTrack } from './check-track.ts';
import { compareTrack } from './compare-track.ts';
import { sampleTrack } from './sample-track.ts';
import { compareSuspiciousTrack, isSuspiciouslyFast } from './suspicious-speed.ts';

/** Whether the disc has what was sent, after each track and at the end of a session. */
export class SessionChecks {
  readonly #drive: Drive;
  readonly #untouched: DiscState | undefined;
  readonly #checkTrack: NonNullable<Recipe['checkTrack']>;
  /** Tracks that were written faster than any drive writes. */
  readonly #suspicious: { readonly sent: SentTrack; readonly source: TrackSource }[] = [];
  /** Tracks in which a WRITE failed, and was sent again or counted as done. */
  readonly #resumed: { readonly sent: SentTrack; readonly source: TrackSource }[] = [];

  /** @param untouched the disc as it was before a test write, which must not change it */
  constructor(drive: Drive, untouched: DiscState | undefined, recipe: Pick<Recipe, 'checkTrack'>) {
    this.#checkTrack = recipe.checkTrack ?? checkTrack;
    this.#drive = drive;
    this.#untouched = untouched;
  }

  /**
   * After tracks that were written in one go. A drive that writes nothing is fast, and is caught here; a fast one that
   * writes is believed at the end.
   * @throws BurnError
   */
  async after(plans: readonly TrackPlan[], tracks: readonly SentTrack[], describe: DescribeFinding): Promise<void> {
    for (const [index, sent] of tracks.entries()) {
      if (this.#untouched !== undefined) {
        await checkNothingWritten(this.#drive, this.#untouched, sent.number);
        continue;
      }
      // The last one of a session that was cut off is ended like one that was stopped.
      const isCutOff = index === tracks.length - 1 && tracks.length < plans.length;
      await this.#checkTrack(this.#drive, isCutOff ? { ...sent, stopped: true } : sent, describe);
      const source = plans[index]?.source;
      if (sent.resumed && source !== undefined) this.#resumed.push({ sent, source });
      if (!isSuspiciouslyFast(sent)) continue;
      await sampleTrack(this.#drive, sent);
      if (source !== undefined) this.#suspicious.push({ sent, source });
    }
  }

  /** The steps that end the session, and the checks that need it closed. @throws BurnError */
  async *atEnd<P, R>(ending: AsyncGenerator<P, R>): AsyncGenerator<P | VerifyProgress, R> {
    const disc = yield* ending;
    for (const { sent, source } of this.#resumed) yield* compareTrack(this.#drive, sent, source);
    for (const { sent, source } of this.#suspicious) yield* compareSuspiciousTrack(this.#drive, sent, source);
    return disc;
  }
}
