import { CloseFunction } from '../../mmc/commands/close-track-session.ts';
import { DiscStatus, SessionState } from '../../mmc/commands/read-disc-information.ts';
import { CapacityType } from '../../mmc/commands/read-format-capacities.ts';
import { write10 } from '../../mmc/commands/write-10.ts';
import { invalidCdbField } from '../check-condition.ts';
import type { BlockDisc } from '../media/block-disc/block-disc.ts';
import { CLUSTER_BLOCKS } from './bd-spare.ts';
import {
  cannotWrite,
  emptyBuffer,
  invalidAddress,
  NOTHING_TO_DO,
  refuseBlanking,
  refuseCloseFunction,
  refuseFormat,
  refuseReservation,
  takeBlocks,
} from './common.ts';
import type { MediaFamily } from './family.ts';
import { requireFormatted, requireInside } from './overwritable.ts';

/** The lists of what is recorded, and the lead-out; an estimate. */
const FINAL_BLOCKS = 60_000;

/**
 * BD-R in random recording mode (RRM, profile 0042h), which FORMAT UNIT type 32h with subtype 2 chooses for good: whole clusters, anywhere,
 * each of them once (MMC-6 4.5.3.7). One session with one track, until it is finalized.
 */
export const bdRRandom: MediaFamily = {
  information({ disc: { structure } }) {
    const one = { sessions: 1, firstTrackInLastSession: 1, lastTrackInLastSession: 1 };
    return isComplete(structure)
      ? { ...one, status: DiscStatus.Complete, lastSessionState: SessionState.Complete }
      : { ...one, status: DiscStatus.Other, lastSessionState: SessionState.Incomplete };
  },
  tracks: ({ disc: { capacityBlocks } }) => [
    { number: 1, session: 1, startLba: 0, lengthBlocks: capacityBlocks, packet: true, freeBlocks: 0 },
  ],
  readableBlocks: ({ capacityBlocks }) => capacityBlocks,
  readsAsZeros: () => false,
  formats: ({ capacityBlocks }) => ({ capacityType: CapacityType.Formatted, blocks: capacityBlocks, list: [] }),
  async write(path, blocks) {
    const structure = requireFormatted(path.disc);
    if (isComplete(structure)) throw cannotWrite();
    requireInside(structure, blocks);
    if (blocks.lba % CLUSTER_BLOCKS !== 0) throw invalidAddress();
    if (blocks.lengthBlocks % CLUSTER_BLOCKS !== 0) throw invalidCdbField(write10, 'lengthBlocks');
    for (let lba = blocks.lba; lba < blocks.lba + blocks.lengthBlocks; lba += CLUSTER_BLOCKS) {
      if (await isRecorded(path.disc, lba)) throw invalidAddress();
    }
    await takeBlocks(path, blocks);
  },
  flush: emptyBuffer,
  close({ disc, speeds, buffer }, closeFunction) {
    if (closeFunction === CloseFunction.Track || closeFunction === CloseFunction.Session) return NOTHING_TO_DO;
    if (closeFunction !== CloseFunction.Finalize) return refuseCloseFunction();
    return {
      durationMs: buffer.msUntilEmpty + speeds.writeMs(0, FINAL_BLOCKS),
      async effect() {
        disc.settle();
        await disc.change({ ...requireFormatted(disc), complete: true });
      },
    };
  },
  reserve: refuseReservation,
  blank: refuseBlanking,
  format: refuseFormat,
};

const isComplete = (structure: BlockDisc['structure']): boolean =>
  structure.layout === 'formatted' && structure.complete === true;

/** A block that was written and cannot be read any more is recorded, too. */
const isRecorded = async (disc: BlockDisc, lba: number): Promise<boolean> => {
  const found = await disc.read(lba, 1).catch(() => true);
  return found !== undefined;
};
