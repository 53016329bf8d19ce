import {
  type ArgumentsOf,
  bytes,
  type Field,
  fixed,
  optional,
  type Struct,
  struct,
  text,
  u8,
  u16Both,
  u32,
  u32Both,
  u32le,
  type ValuesOf,
} from '../../codec/index.ts';
import { BLOCK_BYTES } from './constants.ts';
import { longDate } from './dates.ts';
import { ucs2Text } from './ucs2.ts';

/** ECMA-119, 8.1.1. */
export const VolumeDescriptorType = {
  BootRecord: 0,
  Primary: 1,
  Supplementary: 2,
  Partition: 3,
  Terminator: 255,
} as const;

export const STANDARD_IDENTIFIER = 'CD001';

const heading = {
  type: u8(0),
  standardIdentifier: optional(text(1, 5), STANDARD_IDENTIFIER),
  version: optional(u8(6), 1),
};

/** What every volume descriptor begins with (ECMA-119, 8.1). */
export const volumeDescriptorHeading = struct(7, heading);

/** The end of the set of volume descriptors (ECMA-119, 8.3). */
export const setTerminator = struct(BLOCK_BYTES, {
  ...heading,
  type: fixed(u8(0), VolumeDescriptorType.Terminator),
});

type TextField = (byte: number, length: number) => Field<string, true>;

/** The fields that primary and supplementary descriptors share (ECMA-119, 8.4 and 8.5); their texts differ in how they are encoded. */
const volumeFields = (words: TextField) => ({
  ...heading,
  systemIdentifier: words(8, 32),
  volumeIdentifier: words(40, 32),
  volumeSpaceBlocks: u32Both(80),
  volumeSetSize: optional(u16Both(120), 1),
  volumeSequenceNumber: optional(u16Both(124), 1),
  logicalBlockBytes: optional(u16Both(128), BLOCK_BYTES),
  pathTableBytes: u32Both(132),
  pathTableLBlock: u32le(140),
  optionalPathTableLBlock: optional(u32le(144)),
  pathTableMBlock: u32(148),
  optionalPathTableMBlock: optional(u32(152)),
  /** The directory record of the root. */
  rootRecord: bytes(156, 34),
  volumeSetIdentifier: words(190, 128),
  publisherIdentifier: words(318, 128),
  dataPreparerIdentifier: words(446, 128),
  applicationIdentifier: words(574, 128),
  copyrightFile: words(702, 37),
  abstractFile: words(739, 37),
  bibliographicFile: words(776, 37),
  created: longDate(813),
  modified: longDate(830),
  expires: longDate(847),
  effective: longDate(864),
  fileStructureVersion: optional(u8(881), 1),
  /** For the program that made the volume: spaces, as others have it. */
  applicationUse: text(883, 512),
});

/** ECMA-119, 8.4. */
export const primaryVolumeDescriptor = struct(BLOCK_BYTES, {
  ...volumeFields(text),
  type: fixed(u8(0), VolumeDescriptorType.Primary),
});

/** ECMA-119, 8.5, with the texts of Joliet: UCS-2, most significant byte first. */
export const jolietVolumeDescriptor = struct(BLOCK_BYTES, {
  ...volumeFields(ucs2Text),
  type: fixed(u8(0), VolumeDescriptorType.Supplementary),
  flags: optional(u8(7), 0),
  escapeSequences: bytes(88, 32),
});

export type VolumeDescriptor = ValuesOf<(typeof primaryVolumeDescriptor)['fields']>;
export type VolumeDescriptorArguments = ArgumentsOf<(typeof primaryVolumeDescriptor)['fields']>;

/** UCS-2 levels 1, 2 and 3 (Joliet specification, "SVD escape sequences"; ISO 2022 registrations 162, 174 and 176). */
const JOLIET_ESCAPES = ['%/@', '%/C', '%/E'] as const;

/** The escape sequence of UCS-2 level 3, padded with zeros. */
export function jolietEscape(): Uint8Array {
  const padded = new Uint8Array(32);
  padded.set(Buffer.from('%/E', 'latin1'));
  return padded;
}

/** Whether a supplementary descriptor is that of a Joliet hierarchy. */
export function isJoliet(descriptor: Uint8Array): boolean {
  const start = Buffer.from(descriptor.subarray(88, 91)).toString('latin1');
  return descriptor[0] === VolumeDescriptorType.Supplementary && JOLIET_ESCAPES.some((each) => each === start);
}

/** "El Torito" 1.0, figure 7: in the seventeenth block of the session. */
export const bootRecordDescriptor = struct(BLOCK_BYTES, {
  ...heading,
  type: fixed(u8(0), VolumeDescriptorType.BootRecord),
  bootSystemIdentifier: nulText(7, 32),
  bootIdentifier: nulText(39, 32),
  /** The first block of the boot catalog. */
  catalogBlock: u32le(71),
});

export const EL_TORITO = 'EL TORITO SPECIFICATION';

/** ASCII text padded with zeros instead of spaces. */
function nulText(byte: number, length: number): Field<string, true> {
  const padded = text(byte, length);
  return { ...padded, encode: (target, value, name) => padded.encode(target, value.padEnd(length, '\0'), name) };
}

export type DescriptorStruct = Struct<(typeof primaryVolumeDescriptor)['fields']>;
