import {
  defectStatusDescriptor,
  getDefectCacheZones,
  getDefectiveBlocks,
  getDefectStatus,
  getPerformance,
  getUnusableArea,
  PerformanceType,
} from '../../../mmc/commands/get-performance.ts';
import { invalidCdbField } from '../../check-condition.ts';
import type { DriveCore } from '../../core.ts';
import { BlockDisc } from '../../media/block-disc/block-disc.ts';
import { familyIn } from './family-of-call.ts';

/** Before the bits of a descriptor of type 02h. */
const BITS_AT = 10;
const BITS = (defectStatusDescriptor.lengthBytes - BITS_AT) * 8;

/**
 * GET PERFORMANCE types 01h, 02h, 04h and 05h (MMC-5 6.8): what of a DVD or BD cannot be used, and what is bad.
 * Throws 5/24/00 for other types, for a CD, and for a disc without spare areas.
 */
export function defectPerformance(drive: DriveCore, type: number, startLba: number): Uint8Array {
  const { loadedDisc: disc } = drive;
  if (!(disc instanceof BlockDisc)) throw refused();
  if (type === PerformanceType.UnusableArea) return unusableArea(drive, startLba);
  if (!disc.verifiesWrites) throw refused();
  switch (type) {
    case PerformanceType.DefectStatus:
      return getDefectStatus.spec.reply.encode({ entries: [...statuses(disc, startLba)] });
    case PerformanceType.Dbi: {
      const found = disc.replaced.filter((lba) => lba >= startLba).toSorted((one, other) => one - other);
      return getDefectiveBlocks.spec.reply.encode({
        entries: found.map((lba) => ({ lba, information: new Uint8Array(4) })),
      });
    }
    case PerformanceType.DbiCacheZone:
      return getDefectCacheZones.spec.reply.encode({ entries: [] });
    default:
      throw refused();
  }
}

const refused = () => invalidCdbField(getPerformance, 'type');

/** What lies between tracks: borders, closures, run-ins. */
function unusableArea(drive: DriveCore, startLba: number): Uint8Array {
  const { family, path } = familyIn(drive);
  const tracks = family.tracks(path);
  const entries = tracks.flatMap((track, index) => {
    const lba = track.startLba + track.lengthBlocks;
    const next = tracks[index + 1];
    return next === undefined || next.startLba <= lba || lba < startLba ? [] : [{ lba, blocks: next.startLba - lba }];
  });
  return getUnusableArea.spec.reply.encode({ entries });
}

function* statuses({ replaced, eccBlocks, capacityBlocks }: BlockDisc, from: number) {
  for (let startLba = from - (from % eccBlocks); startLba < capacityBlocks; startLba += BITS * eccBlocks) {
    const endLba = Math.min(capacityBlocks, startLba + BITS * eccBlocks) - 1;
    const defects = new Uint8Array(BITS / 8);
    for (const lba of replaced) {
      if (lba < startLba || lba > endLba) continue;
      const index = (lba - startLba) / eccBlocks;
      const byte = Math.floor(index / 8);
      defects[byte] = (defects[byte] ?? 0) + 2 ** (index % 8);
    }
    yield { startLba, endLba, blocking: eccBlocks, firstBit: 0, defects };
  }
}
