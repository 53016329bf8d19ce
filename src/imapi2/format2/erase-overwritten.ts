import type { DiscState } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import { type BurnProgress, burnData, patchDisc } from '../../write/index.ts';
import { CHECKED_BLOCKS, isRangeEmpty } from './heuristically-blank.ts';
import { zeros } from './zeros.ts';

export interface EraseRequest {
  readonly full: boolean;
  readonly owner: string;
}

/**
 * Makes a disc that is never blank seem so: DVD+RW, DVD-RAM, BD-RE. Quick: zeros where get_MediaHeuristicallyBlank looks. Full: zeros
 * everywhere. One that is not formatted holds nothing.
 * @returns nothing
 */
export async function* eraseOverwritten(
  drive: Drive,
  disc: DiscState,
  { full, owner }: EraseRequest,
): AsyncGenerator<{ readonly fraction?: number | undefined }, void> {
  const { medium } = disc;
  if (medium?.formatted !== true) return;
  const end = medium.capacityBlocks ?? CHECKED_BLOCKS;
  if (full) {
    yield* fractions(burnData(drive, zeros(end), { owner, overwrite: true, padBlocks: 0 }));
    return;
  }
  const length = Math.min(CHECKED_BLOCKS, end);
  for (const lba of new Set([0, end - length])) {
    // What was never written, as on a DVD+RW whose format goes on, must not be formatted for the sake of zeros.
    if (lba > 0 && (await isRangeEmpty(drive, lba, end))) continue;
    yield* fractions(patchDisc(drive, zeros(length), { owner, lba, verify: 'none' }));
  }
}

async function* fractions(
  steps: AsyncGenerator<BurnProgress, unknown>,
): AsyncGenerator<{ readonly fraction?: number | undefined }, void> {
  for await (const step of steps)
    yield step.phase === 'writing' && step.lengthBlocks > 0 ? { fraction: step.writtenBlocks / step.lengthBlocks } : {};
}
