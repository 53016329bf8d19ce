import { DiscStructureFormat as Format } from '../../../mmc/disc-structures.ts';
import { BdDefectStatus, bdDefectList, bdDefinition } from '../../../mmc/structures/bd.ts';
import { DVD_RAM_DEFINITION_ID, dvdRamDefinition } from '../../../mmc/structures/dvd-ram.ts';
import type { BlockDisc } from './block-disc.ts';
import type { StructureOfDisc } from './structure-of-disc.ts';

/** The physical sector with which the data zone of a BD begins. All spare clusters are taken to be at its start (ISA0). */
const FIRST_BD_SECTOR = 0x100000;
/** That of a DVD-RAM with LSN 0, after the first spare area (ECMA-330). */
const FIRST_DVD_RAM_SECTOR = 0x031000;
const CLUSTER_BLOCKS = 32;

/** What a disc with spare areas says of them: its definition, and what is replaced by what. */
export function defectStructuresOf(disc: BlockDisc): readonly StructureOfDisc[] {
  if (!disc.isBd) return [{ format: Format.DiscDefinition, bytes: () => definitionOfDvdRam(disc) }];
  return [
    { format: Format.DiscDefinition, bytes: () => definitionOfBd(disc) },
    { format: Format.BdDefectList, bytes: () => defectListOfBd(disc) },
  ];
}

function definitionOfDvdRam({ replaced }: BlockDisc): Uint8Array {
  const { lengthBytes } = dvdRamDefinition;
  return dvdRamDefinition.encode({
    dataLength: lengthBytes - 2,
    identifier: DVD_RAM_DEFINITION_ID,
    inProgress: false,
    certifiedByUser: false,
    certifiedByManufacturer: true,
    updates: replaced.length,
    groups: 1,
    zones: 35,
    primarySpareStart: FIRST_DVD_RAM_SECTOR - 0x1000,
    primarySpareEnd: FIRST_DVD_RAM_SECTOR - 1,
    firstLogicalSector: FIRST_DVD_RAM_SECTOR,
  });
}

function definitionOfBd(disc: BlockDisc): Uint8Array {
  const spareBlocks = disc.spareBlocks ?? 0;
  return bdDefinition.encode({
    dataLength: bdDefinition.lengthBytes - 2,
    identifier: 'DS',
    format: 0,
    updates: disc.replaced.length,
    driveArea: 0,
    defectList: 0,
    firstUserSector: FIRST_BD_SECTOR + spareBlocks,
    lastUserBlock: disc.capacityBlocks - 1,
    innerSpare0: spareBlocks / CLUSTER_BLOCKS,
    outerSpare: 0,
    innerSpare1: 0,
    spareFull: spareBlocks > 0 && disc.unusedSpareBlocks === 0 ? 1 : 0,
  });
}

/** As many as the length of a structure has room for: an address in the CDB asks for the others. */
const MOST_LISTED = 8_000;

function defectListOfBd({ replaced, spareBlocks = 0 }: BlockDisc): Uint8Array {
  const entries = replaced.slice(0, MOST_LISTED).map((lba, index) => ({
    status: BdDefectStatus.Replaced,
    defect: FIRST_BD_SECTOR + spareBlocks + lba,
    status2: 0,
    replacement: FIRST_BD_SECTOR + index * CLUSTER_BLOCKS,
  }));
  return bdDefectList.encode({
    identifier: 'DL',
    format: 0,
    updates: replaced.length,
    defects: replaced.length,
    entries,
  });
}
