import type { Samples } from './linear-prediction.ts';

/** Turns left and the difference to right into left and right, in place. */
export function fromLeftSide(left: Samples, side: Samples, length: number): void {
  for (let index = 0; index < length; index++) side[index] = (left[index] as number) - (side[index] as number);
}

/** Turns the difference and right into left and right, in place. */
export function fromSideRight(side: Samples, right: Samples, length: number): void {
  for (let index = 0; index < length; index++) side[index] = (side[index] as number) + (right[index] as number);
}

/**
 * Turns the middle of left and right, halved and rounded down, and their difference into left and right, in place. The bit that
 * was lost is the lowest one of the difference.
 */
export function fromMidSide(middle: Samples, side: Samples, length: number): void {
  if (middle instanceof Int32Array && side instanceof Int32Array) {
    for (let index = 0; index < length; index++) {
      const difference = side[index] as number;
      const left = ((middle[index] as number) + ((difference + 1) >> 1)) | 0;
      middle[index] = left;
      side[index] = left - difference;
    }
    return;
  }
  for (let index = 0; index < length; index++) {
    const difference = side[index] as number;
    const left = (middle[index] as number) + Math.floor((difference + 1) / 2);
    middle[index] = left;
    side[index] = left - difference;
  }
}
