// What programs share that burn until they are killed: choices that follow from a seed, and reports.
import { writeSync } from 'node:fs';

/** @returns a function for a number from 0 to `below` - 1; the numbers are the same for the same seed */
export function pickerOf(seed) {
  let random = Number(seed);
  return (below) => {
    random = (random * 48_271) % 2_147_483_647;
    return random % below;
  };
}

/** Reports an event as one JSON object on a line; it is out when this returns. */
export const say = (event) => writeSync(1, `${JSON.stringify(event)}\n`);
