import type { Clock } from '../../transport/transport.ts';
import type { IMAPI_MEDIA_PHYSICAL_TYPE } from '../core/enums.ts';
import type { MediumFacts, SharedDrive } from '../core/shared-drive.ts';
import { sectorsPerSecond } from './write-speed.ts';

const INTERVAL_MS = 500;
/** About as long as most drives need to erase the lists of tracks. */
const QUICK_MS = 60_000;
/** 1x, for a drive that does not say how fast it writes. */
const SLOWEST_SECTORS_PER_SECOND = 75;
/** An 80-minute disc, for one that does not say how long it is. */
const USUAL_SECTORS = 360_000;

export interface ErasedDisc {
  readonly mediaType: IMAPI_MEDIA_PHYSICAL_TYPE;
  readonly full: boolean;
  /** How many are erased, where that is known. */
  readonly sectors?: number | null | undefined;
}

/** Makes the update events of an erase: elapsed and estimated seconds, twice a second at most. */
export class EraseTimer {
  readonly #clock: Clock;
  readonly #notify: (elapsedSeconds: number, estimatedTotalSeconds: number) => void;
  readonly #estimateMs: number;
  readonly #known: Pick<MediumFacts, 'writeSpeeds' | 'currentSpeed'>;
  readonly #begunMs: number;
  #reportedMs: number | undefined;

  private constructor(
    clock: Clock,
    estimateMs: number,
    known: Pick<MediumFacts, 'writeSpeeds' | 'currentSpeed'>,
    notify: (elapsedSeconds: number, estimatedTotalSeconds: number) => void,
  ) {
    this.#clock = clock;
    this.#estimateMs = estimateMs;
    this.#known = known;
    this.#notify = notify;
    this.#begunMs = clock.now();
  }

  /** Asks the drive for what the estimate needs. */
  static async start(
    shared: SharedDrive,
    { mediaType, full, sectors }: ErasedDisc,
    notify: (elapsedSeconds: number, estimatedTotalSeconds: number) => void,
  ): Promise<EraseTimer> {
    const speeds = await shared.writeSpeeds().catch(() => []);
    const current = await shared.currentSpeed().catch(() => undefined);
    const perSecond = current === undefined ? SLOWEST_SECTORS_PER_SECOND : sectorsPerSecond(current, mediaType);
    const estimateMs = full ? ((sectors ?? USUAL_SECTORS) / Math.max(1, perSecond)) * 1_000 : QUICK_MS;
    const known = { writeSpeeds: async () => speeds, currentSpeed: async () => current };
    const timer = new EraseTimer(shared.drive.clock, estimateMs, known, notify);
    timer.tick(undefined);
    return timer;
  }

  /** What can be said about the disc meanwhile, without asking the drive. */
  facts(mediaType: IMAPI_MEDIA_PHYSICAL_TYPE): MediumFacts {
    return { ...this.#known, mediaType: async () => mediaType, blank: async () => false };
  }

  /** @param fraction from 0 to 1, where the drive reports it */
  tick(fraction: number | undefined): void {
    const now = this.#clock.now();
    if (this.#reportedMs !== undefined && now - this.#reportedMs < INTERVAL_MS) return;
    this.#reportedMs = now;
    const elapsedMs = now - this.#begunMs;
    const byFraction = fraction === undefined || fraction === 0 ? this.#estimateMs : elapsedMs / fraction;
    this.#report(elapsedMs, Math.max(byFraction, elapsedMs));
  }

  end(): void {
    const elapsedMs = this.#clock.now() - this.#begunMs;
    this.#report(elapsedMs, elapsedMs);
  }

  #report(elapsedMs: number, totalMs: number): void {
    this.#notify(Math.floor(elapsedMs / 1_000), Math.ceil(totalMs / 1_000));
  }
}
