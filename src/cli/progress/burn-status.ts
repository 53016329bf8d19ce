import { AUDIO_BLOCK_BYTES, type BurnProgress, type Fill, type WriteProgress } from '../../index.ts';
import { bufferTrouble } from './buffer-words.ts';
import { Countdown, timeLeft } from './countdown.ts';
import { Speedometer } from './speedometer.ts';
import type { Gauge, Status } from './status.ts';

const BUFFER_FILLED_MS = 4_000;

/** What is written, where it is not audio onto a CD. */
export interface BurnUnits {
  readonly blockBytes?: number;
  /** At 1x. */
  readonly blocksPerSecond?: number | undefined;
}

/** A track to burn, for titles and totals. */
export interface PlannedTrack {
  readonly name: string;
  readonly lengthBlocks: number;
}

/** How a document's track is named: `track 2 (album.flac)`. The title has the number already. */
const NUMBER_AND_FILE = /^track \d+ \((.+)\)$/;

const gaugeOf = (name: string, { usedBytes, totalBytes }: Fill): Gauge => ({
  name,
  fraction: totalBytes === 0 ? 0 : usedBytes / totalBytes,
});

/** Turns the progress of a burn into a status to show: one bar for the whole burn, and another for verification. */
export class BurnStatus {
  readonly #tracks: PlannedTrack[];
  readonly #blockBytes: number;
  readonly #speed: Speedometer;
  readonly #writing: Countdown;
  readonly #verifying: Countdown;
  #firstTrack: number | undefined;
  #doneBlocks = 0;

  constructor(tracks: readonly PlannedTrack[], { blockBytes = AUDIO_BLOCK_BYTES, blocksPerSecond }: BurnUnits = {}) {
    this.#tracks = [...tracks];
    this.#blockBytes = blockBytes;
    this.#speed = new Speedometer(blocksPerSecond);
    this.#writing = new Countdown(this.#totalBlocks);
    this.#verifying = new Countdown(this.#totalBlocks);
  }

  of(progress: BurnProgress): Status {
    if (progress.phase === 'writing') {
      if (progress.part !== undefined) return this.#besideTracks(progress);
      this.#learnLength(progress);
      this.#doneBlocks = this.#before(progress.track) + progress.writtenBlocks;
      const { fifo, driveBuffer, buffers } = progress;
      // Once the whole source has been read, the FIFO only empties.
      const reading = progress.writtenBlocks + Math.ceil(fifo.usedBytes / this.#blockBytes) < progress.lengthBlocks;
      const bufferedBlocks = Math.floor((driveBuffer?.usedBytes ?? 0) / this.#blockBytes);
      this.#speed.add(progress.elapsedMs, progress.writtenBlocks - bufferedBlocks);
      // Until the drive's buffer is known, the first seconds show how fast it fills, not how fast the disc is written.
      const times = driveBuffer === undefined && progress.elapsedMs < BUFFER_FILLED_MS ? undefined : this.#speed.times;
      return {
        title: `Track ${this.#place(progress.track)}`,
        ...this.#ofAll(this.#doneBlocks),
        details: [
          ...(times === undefined ? [] : [`${times.toFixed(1)}x`]),
          ...(reading ? [gaugeOf('FIFO', fifo)] : []),
          ...(driveBuffer === undefined ? [] : [gaugeOf('drive buffer', driveBuffer)]),
          ...bufferTrouble(buffers),
        ],
        timeLeft: timeLeft(this.#writing.secondsLeft(this.#doneBlocks)),
      };
    }
    if (progress.phase === 'verifying') {
      const done = this.#before(progress.track) + progress.verifiedBlocks;
      const left = this.#verifying.secondsLeft(done);
      return {
        title: `Verifying track ${this.#place(progress.track)}`,
        ...this.#ofAll(done),
        details: [],
        timeLeft: timeLeft(left),
      };
    }
    return this.#step(progress.phase, progress.track, progress.fraction);
  }

  /** Lead-in, lead-out and pregaps, which no track's length includes. */
  #besideTracks({ part, track, writtenBlocks, lengthBlocks }: WriteProgress): Status {
    if (part === 'lead-in') return { title: 'Lead-in', fraction: writtenBlocks / lengthBlocks, details: [] };
    if (part === 'lead-out') return { title: 'Lead-out', fraction: writtenBlocks / lengthBlocks, details: [] };
    return {
      title: `Track ${this.#place(track)}`,
      fraction: this.#fraction(this.#doneBlocks),
      details: ['pregap'],
    };
  }

  #step(phase: string, track: number | undefined, fraction: number | undefined): Status {
    // Without tracks to burn, as when a disc is closed, only the number is known.
    if (track !== undefined && this.#tracks.length === 0)
      return { title: `Track ${track}`, fraction, details: [phase] };
    // Steps around a track are part of it: the bar stays, and they get no line of their own.
    if (track !== undefined) {
      return { title: `Track ${this.#place(track)}`, ...this.#ofAll(this.#doneBlocks), details: [phase] };
    }
    return { title: `${phase[0]?.toUpperCase()}${phase.slice(1)}`, fraction, details: [] };
  }

  #ofAll(doneBlocks: number): Pick<Status, 'fraction' | 'total'> {
    return { fraction: this.#fraction(doneBlocks), total: this.#tracks.length > 1 };
  }

  /** Undefined while only the end of a source will show how long the burn is. */
  #fraction(doneBlocks: number): number | undefined {
    return Number.isFinite(this.#totalBlocks) ? doneBlocks / this.#totalBlocks : undefined;
  }

  get #totalBlocks(): number {
    return this.#tracks.reduce((sum, track) => sum + track.lengthBlocks, 0);
  }

  /** A track is longer than its source where the way of writing adds zeros. */
  #learnLength({ track, lengthBlocks }: WriteProgress): void {
    const index = this.#indexOf(track);
    const planned = this.#tracks[index];
    if (planned === undefined || planned.lengthBlocks >= lengthBlocks) return;
    this.#tracks[index] = { ...planned, lengthBlocks };
    this.#writing.totalBlocks = this.#totalBlocks;
    this.#verifying.totalBlocks = this.#totalBlocks;
  }

  #indexOf(track: number): number {
    this.#firstTrack ??= track;
    return track - this.#firstTrack;
  }

  #before(track: number): number {
    return this.#tracks.slice(0, this.#indexOf(track)).reduce((sum, each) => sum + each.lengthBlocks, 0);
  }

  #place(track: number): string {
    const index = this.#indexOf(track);
    const name = this.#tracks[index]?.name.replace(NUMBER_AND_FILE, '$1') ?? '';
    return `${index + 1}/${this.#tracks.length} ${name}`.trimEnd();
  }
}
