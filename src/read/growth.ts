import type { DiscState } from '../drive/disc-state.ts';
import type { Drive } from '../drive/drive.ts';
import type { BlockReader } from '../filesystem/block-reader.ts';
import { type FoundVolumes, findVolumes } from '../filesystem/growth/volumes.ts';
import { Profile } from '../mmc/profiles.ts';
import { SenseKey } from '../scsi/sense.ts';
import { SenseError } from '../scsi/sense-error.ts';
import { driveBlocks } from './drive-blocks.ts';

/** What an overwritable disc holds that more can be added to. */
export interface Growth {
  readonly volumes: FoundVolumes;
  /** Where the image that is added begins. */
  readonly startLba: number;
}

/** Blocks that were never written (MMC-6 4.3.5, 4.3.9). */
const NEVER_WRITTEN: readonly number[] = [SenseKey.IllegalRequest, SenseKey.BlankCheck];
/** What libisofs begins sessions at, and a cluster of BD; growisofs finds the place by the length of the volume. */
const USUAL_ALIGNMENT = 32;

/** The blocks of a disc that may have some that were never written, which read as zeros. */
export function overwritableBlocks(
  drive: Drive,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): BlockReader {
  const blocks = driveBlocks(drive);
  return {
    async readBlocks(lba, count) {
      signal?.throwIfAborted();
      try {
        return await blocks.readBlocks(lba, count);
      } catch (error) {
        if (error instanceof SenseError && NEVER_WRITTEN.includes(error.sense.key))
          return new Uint8Array(count * 2_048);
        throw error;
      }
    },
  };
}

/**
 * Whether files can be added to what is on a disc that is overwritten, and where.
 * @returns undefined for any other disc, and for one without a file system at its start
 * @throws FileSystemError of kind `damaged`; SenseError where the disc cannot be read; the signal's reason
 */
export async function growthOf(
  drive: Drive,
  { medium }: DiscState,
  options: { readonly signal?: AbortSignal | undefined } = {},
): Promise<Growth | undefined> {
  if (medium?.writeModel !== 'overwrite' || !medium.formatted) return undefined;
  const volumes = await findVolumes(overwritableBlocks(drive, options));
  if (volumes === undefined) return undefined;
  // After its quick format, a DVD-RW grows from its end, without gaps.
  const alignment = medium.profile === Profile.DvdRwRestrictedOverwrite ? medium.eccBlocks : USUAL_ALIGNMENT;
  return { volumes, startLba: Math.ceil(volumes.endBlock / alignment) * alignment };
}
