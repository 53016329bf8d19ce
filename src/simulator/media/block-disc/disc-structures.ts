import { USER_DATA_BYTES } from '../../../cd/geometry.ts';
import {
  adipInformation,
  BookType,
  bdDiscInformation,
  bdSpareArea,
  dvdPhysicalFormat,
  dvdRamSpareArea,
  DiscStructureFormat as Format,
  layerValue,
  mediumStatus,
  preRecordedInformation,
  StructureMedia,
  structureList,
  writeProtection,
} from '../../../mmc/disc-structures.ts';
import type { BlockDisc } from './block-disc.ts';
import { MediaFamilyName } from './block-media.ts';
import { defectStructuresOf } from './defect-structures.ts';
import { endOfTrack } from './structure.ts';
import type { StructureOfDisc } from './structure-of-disc.ts';

/** Physical sector number of LBA 0 on every DVD. */
const FIRST_SECTOR = 0x030000;

const BOOKS: Readonly<Record<MediaFamilyName, readonly [bookType: BookType, dualLayer: BookType, part: number]>> = {
  [MediaFamilyName.DvdR]: [BookType.DvdR, BookType.DvdR, 5],
  [MediaFamilyName.DvdRw]: [BookType.DvdRw, BookType.DvdRw, 3],
  [MediaFamilyName.DvdRam]: [BookType.DvdRam, BookType.DvdRam, 6],
  [MediaFamilyName.DvdPlusR]: [BookType.DvdPlusR, BookType.DvdPlusRDualLayer, 1],
  [MediaFamilyName.DvdPlusRw]: [BookType.DvdPlusRw, BookType.DvdPlusRwDualLayer, 2],
  [MediaFamilyName.BdR]: [0, 0, 0],
  [MediaFamilyName.BdRe]: [0, 0, 0],
};

/** Layers of a recordable disc, and of a rewritable one (MMC-6 6.22.3.2.1). */
const RECORDABLE_LAYER = 0b0010;
const REWRITABLE_LAYER = 0b0100;
/** Disc type of a DVD-RAM that may be written without a cartridge (ECMA-330). */
const WRITABLE_BARE = 0x10;
const RATE_NOT_SPECIFIED = 0xf;

/** A structure is preceded by its length, which does not count itself. */
const sized = (bytes: number) => ({ dataLength: bytes - 2 });

/** Of the disc in a drive: those formats that MMC-6 6.22.3 gives its kind, as far as they say something. */
export function structuresOf(disc: BlockDisc): readonly StructureOfDisc[] {
  const own = disc.isBd ? ofBd(disc) : ofDvd(disc);
  const protection = { format: Format.WriteProtection, bytes: () => writeProtection.encode(sized(8)) };
  const listed: readonly StructureOfDisc[] = [...own, protection];
  const list = () =>
    structureList.encode({
      entries: listed.map(({ format, sendable = false, bytes }) => ({
        format,
        sendable,
        readable: true,
        lengthBytes: bytes().length,
      })),
    });
  return [...listed, { format: Format.List, bytes: list }];
}

/** The kind of disc that the CDB must name. */
export const structureMediaOf = (disc: BlockDisc): number => (disc.isBd ? StructureMedia.Bd : StructureMedia.Dvd);

function ofDvd(disc: BlockDisc): readonly StructureOfDisc[] {
  const { family, layers, capacityBlocks } = disc.medium;
  const wholeZone = FIRST_SECTOR + capacityBlocks - 1;
  const physical = (format: number, lastSector: number) => ({ format, bytes: () => physicalFormat(disc, lastSector) });
  const boundary = {
    format: Format.DvdLayerBoundary,
    sendable: disc.blank,
    bytes: () => layerValue.encode({ ...sized(12), value: layerBreakOf(disc) }),
  };
  const ofLayers = layers === 2 ? [boundary] : [];
  switch (family) {
    case MediaFamilyName.DvdRam:
      return [
        physical(Format.DvdPhysical, wholeZone),
        {
          format: Format.MediumStatus,
          bytes: () => mediumStatus.encode({ ...sized(8), discType: WRITABLE_BARE, writeInhibitReason: 0 }),
        },
        { format: Format.SpareArea, bytes: () => dvdRamSpareArea.encode({ ...sized(16), ...dvdRamSpare(disc) }) },
        ...defectStructuresOf(disc),
      ];
    case MediaFamilyName.DvdPlusR:
    case MediaFamilyName.DvdPlusRw:
      return [
        physical(Format.DvdPhysical, wholeZone),
        { format: Format.Adip, bytes: () => adip(disc, wholeZone) },
        ...ofLayers,
      ];
    default:
      return [
        // Drives give the whole zone in 10h, and what is recorded in 00h: dvd+rw-mediainfo shows it of a drive "LL01".
        physical(Format.DvdPhysical, lastRecordedSector(disc)),
        { format: Format.DvdPreRecorded, bytes: () => preRecorded(disc) },
        physical(Format.DvdRecordedPhysical, wholeZone),
        ...ofLayers,
      ];
  }
}

function ofBd(disc: BlockDisc): readonly StructureOfDisc[] {
  const information = { format: Format.BdDiscInformation, bytes: () => bdInformation(disc) };
  const { spareBlocks: allocated, unusedSpareBlocks: unused } = disc;
  if (allocated === undefined) return [information];
  const bytes = () => bdSpareArea.encode({ ...sized(16), unused, allocated });
  return [information, { format: Format.SpareArea, bytes }, ...defectStructuresOf(disc)];
}

/** @param inGroove as the disc was made, whatever book was written on it */
function layerFields(disc: BlockDisc, lastSector: number, inGroove = false) {
  const { family, layers } = disc.medium;
  const [single, dual, partVersion] = BOOKS[family];
  const second = layers === 2;
  const own = second ? dual : single;
  return {
    bookType: inGroove ? own : (disc.structure.bookType ?? own),
    partVersion,
    discSize: 0,
    maximumRate: RATE_NOT_SPECIFIED,
    layers: layers - 1,
    oppositeTrackPath: second,
    layerType: disc.medium.erasable ? REWRITABLE_LAYER : RECORDABLE_LAYER,
    linearDensity: 0,
    trackDensity: 0,
    firstSector: FIRST_SECTOR,
    lastSector,
    lastSectorOfLayer0: second ? FIRST_SECTOR + layerBreakOf(disc) - 1 : 0,
    burstCuttingArea: false,
  };
}

function physicalFormat(disc: BlockDisc, lastSector: number): Uint8Array {
  const { lengthBytes } = dvdPhysicalFormat;
  return dvdPhysicalFormat.encode({ ...sized(lengthBytes), ...layerFields(disc, lastSector) });
}

function adip(disc: BlockDisc, lastSector: number): Uint8Array {
  const { manufacturer, mediaType, productRevision } = disc.medium;
  return adipInformation.encode({
    ...sized(adipInformation.lengthBytes),
    ...layerFields(disc, lastSector, true),
    manufacturer: filled(manufacturer, 8),
    mediaType,
    productRevision,
    bytesInUse: 56,
  });
}

/** Discs end their texts with zeros where they are shorter: PHILIPS/041 has no space. */
const filled = (text: string, length: number): string => text.padEnd(length, '\0');

/** Characters of the media ID in one field of the pre-recorded lead-in. */
const ID_PART = 6;

function preRecorded(disc: BlockDisc): Uint8Array {
  const { manufacturer, capacityBlocks } = disc.medium;
  return preRecordedInformation.encode({
    ...sized(preRecordedInformation.lengthBytes),
    applicationCode: 0x40, // unrestricted use
    discPhysicalCode: 0xc1,
    lastSector: FIRST_SECTOR + capacityBlocks - 1,
    partVersion: 0x50,
    opcSuggestion: 0,
    waveLength: 0,
    writeStrategy: new Uint8Array(4),
    manufacturer: filled(manufacturer.slice(0, ID_PART), ID_PART),
    manufacturerContinued: filled(manufacturer.slice(ID_PART), ID_PART),
  });
}

/** The end of what is closed. A blank DVD-RW reports 2,045 blocks, as dvd+rw-mediainfo shows: its lead-in of the factory. */
function lastRecordedSector({ structure }: BlockDisc): number {
  const last = structure.layout === 'sequential' ? structure.sessions.at(-1)?.tracks.at(-1) : undefined;
  const end = structure.layout === 'formatted' ? structure.lengthBlocks : last && endOfTrack(last);
  return FIRST_SECTOR + (end ?? 0x7fd) - 1;
}

/** Half of the disc, in whole ECC blocks, unless the host has set it. */
export function layerBreakOf({ structure, medium, eccBlocks }: BlockDisc): number {
  const set = structure.layout === 'sequential' ? structure.layerBreakLba : undefined;
  return set ?? Math.ceil(medium.capacityBlocks / 2 / eccBlocks) * eccBlocks;
}

/** Primary spare area of a 4.7 GB DVD-RAM (ECMA-330); the rest of its spare blocks are supplementary. */
const PRIMARY_SPARE_BLOCKS = 12_800;

/** Defects are replaced from the primary area first. */
function dvdRamSpare({ spareBlocks = 0, unusedSpareBlocks }: BlockDisc) {
  const allocatedSupplementary = Math.max(0, spareBlocks - PRIMARY_SPARE_BLOCKS);
  const unusedSupplementary = Math.min(allocatedSupplementary, unusedSpareBlocks);
  const unusedPrimary = Math.min(PRIMARY_SPARE_BLOCKS, unusedSpareBlocks - unusedSupplementary);
  return { unusedPrimary, unusedSupplementary, allocatedSupplementary };
}

/** Disc information units are in a block of their own (BD white papers, MMC-6 6.22.3.3.1). */
const BD_INFORMATION_BYTES = 4 + 2 * USER_DATA_BYTES;

function bdInformation(disc: BlockDisc): Uint8Array {
  const { erasable, layers, manufacturer, mediaType, productRevision } = disc.medium;
  const unit = bdDiscInformation.encode({
    ...sized(BD_INFORMATION_BYTES),
    identifier: 'DI',
    format: 1,
    units: layers,
    legacy: 0,
    sequence: 0,
    bytesInUse: 64,
    discType: erasable ? 'BDW' : 'BDR',
    sizeClassAndVersion: 0,
    layersAndType: layers * 0x10 + (erasable ? REWRITABLE_LAYER : RECORDABLE_LAYER),
    dependent: new Uint8Array(87),
    manufacturer,
    mediaType,
    timeStamp: 0,
    productRevision,
  });
  const reply = new Uint8Array(BD_INFORMATION_BYTES);
  reply.set(unit);
  return reply;
}
