import { readDiscState } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import type { DiscFileSystem } from '../../filesystem/disc-file-system.ts';
import { openFileSystem } from '../../filesystem/open-file-system.ts';
import type { TreeFolder } from '../../filesystem/tree/model.ts';
import { isUdfRecognized } from '../../filesystem/udf/volume.ts';
import { driveBlocks } from '../../read/drive-blocks.ts';
import { multisessionOf } from '../../read/multisession.ts';
import { FsiFileSystems } from '../core/enums-file-system.ts';

const BITS: Readonly<Record<DiscFileSystem['names'], number>> = {
  iso9660: FsiFileSystems.FsiFileSystemISO9660,
  'rock-ridge': FsiFileSystems.FsiFileSystemISO9660,
  joliet: FsiFileSystems.FsiFileSystemJoliet,
  udf: FsiFileSystems.FsiFileSystemUDF,
};

/** What a session on a disc has. */
export interface ImportedTree {
  readonly tree: TreeFolder;
  readonly volumeName: string;
  readonly fileSystem: number;
}

/** Reads a session by Joliet's names where it has them, as the image will have them. */
async function read(drive: Drive, sessionStart: number): Promise<ImportedTree> {
  const found = await openFileSystem(driveBlocks(drive), { sessionStart });
  const joliet = found.names === 'iso9660' || !found.available.includes('joliet');
  const used = joliet ? found : await openFileSystem(driveBlocks(drive), { sessionStart, names: 'joliet' });
  return { tree: await used.tree(), volumeName: used.volumeName, fileSystem: BITS[used.names] };
}

/** The file systems of the last session. */
async function identify(drive: Drive): Promise<number> {
  const disc = await readDiscState(drive);
  const { lastSessionStartLba } = await multisessionOf(drive, disc);
  const first = disc.tracks.find(({ startLba }) => startLba === lastSessionStartLba);
  if (lastSessionStartLba === null || first?.kind === 'audio') return FsiFileSystems.FsiFileSystemNone;
  try {
    const blocks = driveBlocks(drive);
    const sessionStart = lastSessionStartLba;
    const { available, kind } = await openFileSystem(blocks, { sessionStart });
    const others = kind === 'iso9660' && (await isUdfRecognized(blocks, sessionStart)) ? [BITS.udf] : [];
    return [...new Set([...available.map((each) => BITS[each]), ...others])].reduce((sum, bit) => sum + bit, 0);
  } catch (error) {
    if ((error as { kind?: string }).kind === 'not-found') return FsiFileSystems.FsiFileSystemNone;
    throw error;
  }
}

/** How long the next session's image may be, and where it begins. */
async function freeOf(drive: Drive): Promise<{ readonly freeBlocks: number; readonly nextLba: number }> {
  const disc = await readDiscState(drive);
  const { nextWritableLba } = await multisessionOf(drive, disc);
  const taken = (nextWritableLba ?? 0) - (disc.nextWritableLba ?? 0);
  return { freeBlocks: Math.max(0, (disc.freeBlocks ?? 0) - taken), nextLba: nextWritableLba ?? 0 };
}

/** Reading what is on a disc, for an image that adds to it. */
export const importTree = { read, identify, freeOf };
