import { readDiscState } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import type { BlockReader } from '../../filesystem/block-reader.ts';
import type { DiscFileSystem } from '../../filesystem/disc-file-system.ts';
import { FileSystemError } from '../../filesystem/filesystem-error.ts';
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

/** What is preferred of several: names in full first (IFileSystemImage::GetDefaultFileSystemForImport). */
const PREFERRED: readonly number[] = [BITS.joliet, BITS.udf, BITS.iso9660];

/** The preferred one of these bits; 0 if there is none. */
const preferred = (fileSystems: number): number =>
  PREFERRED.find((bit) => Math.floor(fileSystems / bit) % 2 === 1) ?? FsiFileSystems.FsiFileSystemNone;

/** Reads a session, by the names of the file system of that bit, or by the preferred ones. @throws FileSystemError */
async function read(drive: Drive, sessionStart: number, wanted?: number): Promise<ImportedTree> {
  const blocks = driveBlocks(drive);
  const bit = wanted ?? preferred(await fileSystemsIn(blocks, sessionStart));
  const names = bit === BITS.joliet ? 'joliet' : bit === BITS.udf ? 'udf' : undefined;
  const used = await openFileSystem(blocks, { sessionStart, ...(names === undefined ? {} : { names }) });
  if (bit === BITS.iso9660 && used.kind !== 'iso9660')
    throw new FileSystemError({
      kind: 'not-found',
      reason: 'there is no ISO 9660',
      remedy: 'Import another file system',
    });
  return { tree: await used.tree(), volumeName: used.volumeName, fileSystem: BITS[used.names] };
}

/** @throws FileSystemError of kind `not-found` if there are none */
async function fileSystemsIn(blocks: BlockReader, sessionStart: number): Promise<number> {
  const { available, kind } = await openFileSystem(blocks, { sessionStart });
  const others = kind === 'iso9660' && (await isUdfRecognized(blocks, sessionStart)) ? [BITS.udf] : [];
  return [...new Set([...available.map((each) => BITS[each]), ...others])].reduce((sum, bit) => sum + bit, 0);
}

/** The file systems of the last session, or of a disc that is overwritten. */
async function identify(drive: Drive): Promise<number> {
  const disc = await readDiscState(drive);
  const overwritten = disc.medium?.writeModel === 'overwrite';
  if (overwritten && disc.medium?.formatted === false) return FsiFileSystems.FsiFileSystemNone;
  const lastSessionStartLba = overwritten ? 0 : (await multisessionOf(drive, disc)).lastSessionStartLba;
  const first = disc.tracks.find(({ startLba }) => startLba === lastSessionStartLba);
  if (lastSessionStartLba === null || first?.kind === 'audio') return FsiFileSystems.FsiFileSystemNone;
  try {
    return await fileSystemsIn(driveBlocks(drive), lastSessionStartLba);
  } catch (error) {
    if ((error as { kind?: string }).kind === 'not-found') return FsiFileSystems.FsiFileSystemNone;
    throw error;
  }
}

/** How long the next session's image may be, and where it begins. */
async function freeOf(drive: Drive): Promise<{ readonly freeBlocks: number; readonly nextLba: number }> {
  const disc = await readDiscState(drive);
  if (disc.medium?.writeModel === 'overwrite') return { freeBlocks: disc.freeBlocks ?? 0, nextLba: 0 };
  const { nextWritableLba } = await multisessionOf(drive, disc);
  const taken = (nextWritableLba ?? 0) - (disc.nextWritableLba ?? 0);
  return { freeBlocks: Math.max(0, (disc.freeBlocks ?? 0) - taken), nextLba: nextWritableLba ?? 0 };
}

/** Reading what is on a disc, for an image that adds to it. */
export const importTree = { read, identify, preferred, freeOf };
