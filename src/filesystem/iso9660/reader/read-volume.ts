import { type BlockReader, readExactly } from '../../block-reader.ts';
import { damaged } from '../../filesystem-error.ts';
import { BLOCK_BYTES, SYSTEM_AREA_BLOCKS } from '../constants.ts';
import { type CatalogEntry, decodeBootCatalog } from '../el-torito.ts';
import {
  bootRecordDescriptor,
  EL_TORITO,
  isJoliet,
  jolietVolumeDescriptor,
  primaryVolumeDescriptor,
  STANDARD_IDENTIFIER,
  type VolumeDescriptor,
  VolumeDescriptorType,
  volumeDescriptorHeading,
} from '../volume-descriptors.ts';

/** The volume descriptors of a session. */
export interface Volume {
  readonly primary: VolumeDescriptor;
  readonly primaryBytes: Uint8Array;
  readonly primaryBlock: number;
  readonly joliet: VolumeDescriptor | undefined;
  readonly jolietBytes: Uint8Array | undefined;
  readonly catalogBlock: number | undefined;
  /** What is wrong with the set itself. */
  readonly problems: readonly { readonly reason: string; readonly lba: number }[];
}

/** More than any program writes. */
const MOST_DESCRIPTORS = 64;

/**
 * Reads the set of volume descriptors (ECMA-119, 6.7.1).
 * @param sessionStart the address of the session's first block
 * @returns undefined if there is no ISO 9660 volume
 * @throws FileSystemError of kind `damaged` if there is one, but it has no use
 */
export async function readVolume(reader: BlockReader, sessionStart: number): Promise<Volume | undefined> {
  const first = sessionStart + SYSTEM_AREA_BLOCKS;
  let primaryBytes: Uint8Array | undefined;
  let primaryBlock = first;
  let jolietBytes: Uint8Array | undefined;
  let catalogBlock: number | undefined;
  const problems: { reason: string; lba: number }[] = [];
  for (let lba = first; ; lba++) {
    if (lba - first >= MOST_DESCRIPTORS || (reader.endBlock !== undefined && lba >= reader.endBlock)) {
      if (primaryBytes === undefined) return undefined;
      problems.push({ reason: 'the set of volume descriptors has no end', lba });
      break;
    }
    const bytes = await readExactly(reader, lba, 1, 'the set of volume descriptors');
    const { type, standardIdentifier } = volumeDescriptorHeading.decode(bytes);
    if (standardIdentifier !== STANDARD_IDENTIFIER) {
      if (primaryBytes === undefined) return undefined;
      problems.push({ reason: 'the set of volume descriptors has no terminator', lba });
      break;
    }
    if (type === VolumeDescriptorType.Terminator) break;
    if (type === VolumeDescriptorType.Primary && primaryBytes === undefined) {
      primaryBytes = bytes;
      primaryBlock = lba;
    } else if (isJoliet(bytes)) jolietBytes ??= bytes;
    else if (type === VolumeDescriptorType.BootRecord) catalogBlock ??= catalogBlockOf(bytes);
  }
  if (primaryBytes === undefined) throw damaged('there is no primary volume descriptor', first);
  const primary = primaryVolumeDescriptor.decode(primaryBytes);
  if (primary.logicalBlockBytes !== BLOCK_BYTES)
    throw damaged(
      `the volume has blocks of ${primary.logicalBlockBytes} bytes instead of ${BLOCK_BYTES}`,
      primaryBlock,
    );
  const joliet = jolietBytes === undefined ? undefined : jolietVolumeDescriptor.decode(jolietBytes);
  return { primary, primaryBytes, primaryBlock, joliet, jolietBytes, catalogBlock, problems };
}

function catalogBlockOf(bytes: Uint8Array): number | undefined {
  const { bootSystemIdentifier, catalogBlock } = bootRecordDescriptor.decode(bytes);
  return bootSystemIdentifier === EL_TORITO ? catalogBlock : undefined;
}

/** What the boot catalog has, or what is wrong with it. */
export async function readBootCatalog(
  reader: BlockReader,
  lba: number,
): Promise<{ readonly entries: readonly CatalogEntry[]; readonly problem?: string }> {
  try {
    const entries = decodeBootCatalog(await readExactly(reader, lba, 1, 'the boot catalog'));
    return entries === undefined
      ? { entries: [], problem: 'the boot catalog is not one: its key or its checksum is wrong' }
      : { entries };
  } catch (error) {
    return { entries: [], problem: error instanceof Error ? error.message : String(error) };
  }
}
