import type { Drive } from '../../drive/drive.ts';
import type { BurnProgress, Fill, SentTrack } from '../../write/index.ts';
import type { IWriteEngine2EventArgs } from '../interfaces/index.ts';

/** IMAPI2's write engine, below the documented interface, reports before, every half second, and after. */
const INTERVAL_MS = 500;

/** What an interface calls the phases of a burn. */
export type ActionsByPhase<Action> = Readonly<Record<BurnProgress['phase'], Action>>;

/** The event of one interface: what is common to all, and what it adds. */
export interface UpdateKind<Action, Progress> {
  readonly actions: ActionsByPhase<Action>;
  /** Bytes of a sector in this computer's buffer. */
  readonly sectorBytes: number;
  /** @param times whole seconds since the beginning, and an estimate of those that are left */
  make(
    engine: IWriteEngine2EventArgs,
    action: Action,
    times: { readonly elapsedTime: number; readonly remainingTime: number },
  ): Progress;
}

export interface ReportedTrack {
  readonly startLba: number;
  readonly lengthBlocks: number;
  /** Blocks that are already on the disc, as when the session is closed after the track. */
  readonly writtenBlocks: number;
  /** How fast the drive writes; undefined if it does not report it. */
  readonly sectorsPerSecond: number | undefined;
  readonly fifoBytes: number;
}

export type EmitUpdate<Progress> = (progress: Progress) => void;

/**
 * Makes update events from what the burn engine yields: one when the action changes, one per half second on the drive's
 * clock, one when the last block is written, and one at the end.
 */
export class UpdateReporter<Action, Progress> {
  readonly #clock: Drive['clock'];
  #kind: UpdateKind<Action, Progress>;
  readonly #emit: EmitUpdate<Progress>;
  readonly #begunMs: number;
  readonly #sectorsPerSecond: number | undefined;
  #startLba: number;
  #lengthBlocks: number;
  #writtenBlocks: number;
  #fifo: Fill;
  #action: Action | undefined;
  #actionBegunMs: number;
  #reportedMs = 0;
  #remainingMs = 0;

  constructor(
    clock: Drive['clock'],
    kind: UpdateKind<Action, Progress>,
    track: ReportedTrack,
    emit: EmitUpdate<Progress>,
  ) {
    this.#clock = clock;
    this.#kind = kind;
    this.#emit = emit;
    this.#begunMs = clock.now();
    this.#actionBegunMs = this.#begunMs;
    this.#sectorsPerSecond = track.sectorsPerSecond;
    this.#startLba = track.startLba;
    this.#lengthBlocks = track.lengthBlocks;
    this.#writtenBlocks = track.writtenBlocks;
    this.#fifo = { usedBytes: 0, totalBytes: track.fifoBytes };
  }

  /** From now on, phases are called as it says. */
  set kind(kind: UpdateKind<Action, Progress>) {
    this.#kind = kind;
  }

  /** Records a step of the engine. */
  report(progress: BurnProgress): void {
    const changed = this.#enter(this.#kind.actions[progress.phase]);
    const written = this.#writtenBlocks;
    if (progress.phase === 'writing') {
      this.#startLba = progress.startLba;
      this.#lengthBlocks = progress.lengthBlocks;
      this.#writtenBlocks = progress.writtenBlocks;
      this.#fifo = progress.fifo;
    }
    const allWritten = written < this.#lengthBlocks && this.#writtenBlocks >= this.#lengthBlocks;
    this.#remainingMs = this.#estimate('fraction' in progress ? progress.fraction : undefined);
    const due = this.#clock.now() - this.#reportedMs >= INTERVAL_MS;
    if (changed || allWritten || due) this.#send();
  }

  /** Reports an action that is not a phase of a burn. */
  reportAction(action: Action): void {
    if (this.#enter(action)) this.#send();
  }

  #enter(action: Action): boolean {
    const changed = action !== this.#action;
    if (changed) this.#actionBegunMs = this.#clock.now();
    this.#action = action;
    return changed;
  }

  /** The track is about to be compared with what was sent. */
  reportVerifying({ number, startLba, lengthBlocks }: SentTrack): void {
    this.report({ phase: 'verifying', track: number, startLba, verifiedBlocks: 0, lengthBlocks });
  }

  /** Runs the engine's steps to the end and reports each. */
  async follow<R>(steps: AsyncGenerator<BurnProgress, R>): Promise<R> {
    try {
      for (;;) {
        const step = await steps.next();
        if (step.done) return step.value;
        this.report(step.value);
      }
    } finally {
      // If reporting fails, the steps still close their source.
      await steps.return(undefined as never);
    }
  }

  /** Reports that the last action is complete. */
  end(): void {
    this.#remainingMs = 0;
    this.#send();
  }

  /** How much longer it takes, judged by its progress so far or, before there is any, by the drive's speed. */
  #estimate(fraction: number | undefined): number {
    const ofAction = this.#clock.now() - this.#actionBegunMs;
    const left = Math.max(0, this.#lengthBlocks - this.#writtenBlocks);
    if (left === 0) return fraction === undefined || fraction === 0 ? 0 : (ofAction * (1 - fraction)) / fraction;
    if (this.#writtenBlocks > 0 && ofAction > 0) return (ofAction * left) / this.#writtenBlocks;
    return this.#sectorsPerSecond === undefined ? 0 : (left * 1_000) / this.#sectorsPerSecond;
  }

  #send(): void {
    if (this.#action === undefined) return;
    const now = this.#clock.now();
    this.#reportedMs = now;
    const { usedBytes, totalBytes } = this.#fifo;
    const lastWrittenLba = this.#startLba + this.#writtenBlocks;
    const engine: IWriteEngine2EventArgs = {
      startLba: this.#startLba,
      sectorCount: this.#lengthBlocks,
      lastReadLba: lastWrittenLba + Math.floor(usedBytes / this.#kind.sectorBytes),
      lastWrittenLba,
      totalSystemBuffer: totalBytes,
      usedSystemBuffer: usedBytes,
      freeSystemBuffer: Math.max(0, totalBytes - usedBytes),
    };
    const elapsedTime = Math.floor((now - this.#begunMs) / 1_000);
    const remainingTime = Math.ceil(this.#remainingMs / 1_000);
    this.#emit(Object.freeze(this.#kind.make(engine, this.#action, { elapsedTime, remainingTime })));
  }
}
