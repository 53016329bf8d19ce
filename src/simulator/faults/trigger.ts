import { commandFor } from '../../mmc/commands/index.ts';
import type { Call } from '../core.ts';
import { addressedBlocks } from './addressed-blocks.ts';
import { randomNumbers } from './chance.ts';
import type { CheckedFault } from './fault.ts';

/** Says whether the fault hits a command; must be called once for every command, in order. */
export function triggerOf({ at, times }: CheckedFault, sinceMs: number): (call: Call) => boolean {
  const { opcode, command, lba, timeMs, random, nth = 1 } = at;
  const draw = random === undefined ? undefined : randomNumbers(random.seed);
  const limit = times === 'always' || (times === undefined && random !== undefined) ? Number.POSITIVE_INFINITY : times;
  const last = nth + (limit ?? 1) - 1;
  let count = 0;
  return ({ cdb, drive }) => {
    const fits =
      (opcode === undefined || cdb[0] === opcode) &&
      (command === undefined || commandFor(cdb)?.spec.name === command) &&
      (lba === undefined || concerns(cdb, lba)) &&
      (timeMs === undefined || drive.clock.now() - sinceMs >= timeMs) &&
      (draw === undefined || draw() < (random?.chance ?? 0));
    if (!fits) return false;
    count++;
    return count >= nth && count <= last;
  };
}

function concerns(cdb: Uint8Array, lba: number): boolean {
  const blocks = addressedBlocks(cdb);
  return blocks !== undefined && blocks.startLba <= lba && lba < blocks.startLba + blocks.lengthBlocks;
}
