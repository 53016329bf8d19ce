import { CD_SAMPLE_RATE_HZ } from '../../cd/digital-audio.ts';
import { halfLengthFor } from './low-pass.ts';
import { ResampleStage } from './resample-stage.ts';

/** What must be kept, and where the aliases of a first stage may begin: the last one removes what is between. */
const KEPT_HZ = 20_000;
/** The middle of the last stage's transition and its width, as parts of the lower rate: aliases of 44.1 kHz begin at 22.05 kHz. */
const CUTOFF = 0.476;
const TRANSITION = 0.0512;
/** What a first stage may leave as the rate. */
const LEAST_HALVED_HZ = 48_000;

/** How many samples at 44.1 kHz a sound of `frames` samples has. */
export const resampledFrames = (frames: number, fromHz: number): number =>
  Math.round((frames * CD_SAMPLE_RATE_HZ) / fromHz);

/**
 * Changes the sample rate to 44.1 kHz by filters of linear phase: the sound keeps its place to the sample, and
 * {@link resampledFrames} come of it. One object for each track.
 */
export class Resampler {
  readonly #stages: ResampleStage[] = [];
  readonly #fromHz: number;
  #given = 0;
  #returned = 0;

  constructor(channels: number, fromHz: number) {
    this.#fromHz = fromHz;
    let rateHz = fromHz;
    while (rateHz % 2 === 0 && rateHz / 2 >= LEAST_HALVED_HZ) {
      const cutoffHz = rateHz / 4;
      const halfLength = halfLengthFor((2 * (cutoffHz - KEPT_HZ)) / rateHz);
      this.#stages.push(new ResampleStage(channels, rateHz, rateHz / 2, { cutoffHz, halfLength }));
      rateHz /= 2;
    }
    const lowerHz = Math.min(rateHz, CD_SAMPLE_RATE_HZ);
    const filter = { cutoffHz: CUTOFF * lowerHz, halfLength: halfLengthFor((TRANSITION * lowerHz) / rateHz) };
    this.#stages.push(new ResampleStage(channels, rateHz, CD_SAMPLE_RATE_HZ, filter));
  }

  push(piece: readonly Float32Array[]): readonly Float32Array[] {
    this.#given += piece[0]?.length ?? 0;
    return this.#count(this.#stages.reduce<readonly Float32Array[]>((part, stage) => stage.push(part), piece));
  }

  /** What is left after the last piece, as pieces. */
  finish(): (readonly Float32Array[])[] {
    const rest: (readonly Float32Array[])[] = [];
    for (const [index, stage] of this.#stages.entries()) {
      const later = this.#stages.slice(index + 1);
      const part = later.reduce((output, next) => next.push(output), stage.finish());
      // Two stages that both round up may make one sample too many.
      const left = resampledFrames(this.#given, this.#fromHz) - this.#returned;
      rest.push(this.#count(part.map((channel) => channel.subarray(0, left))));
    }
    return rest;
  }

  #count(part: readonly Float32Array[]): readonly Float32Array[] {
    this.#returned += part[0]?.length ?? 0;
    return part;
  }
}
