import {
  bytes,
  concatBytes,
  fixed,
  inHex,
  optional,
  struct,
  u8,
  u16le,
  u32le,
  type ValuesOf,
} from '../../codec/index.ts';

/** "El Torito" 1.0, figure 2. EFh is UEFI's (UEFI specification, 13.3.2.1). */
export const BootPlatform = { X86: 0x00, PowerPc: 0x01, Mac: 0x02, Efi: 0xef } as const;
/** A value of the constant of the same name. */
export type BootPlatform = (typeof BootPlatform)[keyof typeof BootPlatform];

/** Every entry of a boot catalog. */
export const CATALOG_ENTRY_BYTES = 32;

const KEY = { keyLow: fixed(inHex(u8(30)), 0x55), keyHigh: fixed(inHex(u8(31)), 0xaa) };

/** The first entry ("El Torito" 1.0, figure 2). Its sixteen 16-bit words add up to zero. */
export const validationEntry = struct(CATALOG_ENTRY_BYTES, {
  headerId: fixed(u8(0), 1),
  platform: inHex(u8(1)),
  identifier: bytes(4, 24),
  checksum: optional(u16le(28)),
  ...KEY,
});

const BOOTABLE = 0x88;
const NOT_BOOTABLE = 0x00;

/** The initial entry, and one of a section ("El Torito" 1.0, figures 3 and 5). */
export const bootEntry = struct(CATALOG_ENTRY_BYTES, {
  bootIndicator: inHex(u8(0)),
  /** 0 is no emulation: the loaded sectors are run as they are. */
  mediaType: optional(u8(1)),
  loadSegment: optional(inHex(u16le(2), 4)),
  systemType: optional(u8(4)),
  /** Sectors of 512 bytes that the firmware loads. */
  loadSectors: u16le(6),
  imageBlock: u32le(8),
});
export type BootEntryValues = ValuesOf<(typeof bootEntry)['fields']>;

/** 90h, or 91h for the last section ("El Torito" 1.0, figure 4). */
export const sectionHeader = struct(CATALOG_ENTRY_BYTES, {
  headerId: inHex(u8(0)),
  platform: inHex(u8(1)),
  entryCount: u16le(2),
  identifier: bytes(4, 28),
});
const MORE_SECTIONS = 0x90;
const LAST_SECTION = 0x91;

/** Bytes 8 to 63 of a boot image that wants to know where it is: the de facto structure of mkisofs, which ISOLINUX and GRUB read. */
export const bootInfoTable = struct(56, {
  primaryDescriptorBlock: u32le(0),
  imageBlock: u32le(4),
  imageBytes: u32le(8),
  /** The sum of the 32-bit words of the image from byte 64 onward. */
  checksum: u32le(12),
});
export const BOOT_INFO_OFFSET = 8;
/** Where the words begin that the checksum adds up. */
export const BOOT_INFO_END = BOOT_INFO_OFFSET + bootInfoTable.lengthBytes;

const word = struct(2, { value: u16le(0) });
const longWord = struct(4, { value: u32le(0) });

/** The sum of 16-bit words, modulo 65,536. */
function sumOfWords(entry: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < entry.length; at += 2) sum += word.decode(entry.subarray(at)).value;
  return sum % 0x1_0000;
}

/** Adds 32-bit words to a sum, modulo 2^32; bytes that do not fill a word are followed by zeros. */
export function addLongWords(sum: number, source: Uint8Array): number {
  let total = sum;
  for (let at = 0; at < source.length; at += 4) {
    const four = source.subarray(at, at + 4);
    total += longWord.decode(four.length === 4 ? four : concatBytes([four, new Uint8Array(4 - four.length)])).value;
  }
  return total % 2 ** 32;
}

export interface CatalogEntry {
  readonly platform: number;
  readonly bootable: boolean;
  readonly mediaType: number;
  readonly loadSegment: number;
  readonly loadSectors: number;
  readonly imageBlock: number;
}

const encodeEntry = ({ bootable, ...rest }: CatalogEntry): Uint8Array =>
  bootEntry.encode({ ...rest, bootIndicator: bootable ? BOOTABLE : NOT_BOOTABLE });

/** A boot catalog: the first entry is the initial one, each other has a section of its own. */
export function encodeBootCatalog(entries: readonly CatalogEntry[]): Uint8Array<ArrayBuffer> {
  const [initial, ...others] = entries;
  if (initial === undefined) return new Uint8Array(0);
  const blank = validationEntry.encode({ platform: initial.platform });
  const checksum = (0x1_0000 - sumOfWords(blank)) % 0x1_0000;
  const sections = others.flatMap((each, index) => [
    sectionHeader.encode({
      headerId: index === others.length - 1 ? LAST_SECTION : MORE_SECTIONS,
      platform: each.platform,
      entryCount: 1,
    }),
    encodeEntry(each),
  ]);
  return concatBytes([validationEntry.patch(blank, { checksum }), encodeEntry(initial), ...sections]);
}

/** The entries of a boot catalog, or undefined if it is not one: its checksum or its key is wrong. */
export function decodeBootCatalog(catalog: Uint8Array): CatalogEntry[] | undefined {
  const first = catalog.subarray(0, CATALOG_ENTRY_BYTES);
  if (first.length < CATALOG_ENTRY_BYTES) return undefined;
  const { headerId, platform, keyLow, keyHigh } = validationEntry.decode(first);
  if (headerId !== 1 || keyLow !== 0x55 || keyHigh !== 0xaa || sumOfWords(first) !== 0) return undefined;
  const entries: CatalogEntry[] = [];
  const add = (at: number, of: number): void => {
    const bytes = catalog.subarray(at, at + CATALOG_ENTRY_BYTES);
    if (bytes.length < CATALOG_ENTRY_BYTES) return;
    const { bootIndicator, mediaType, loadSegment, loadSectors, imageBlock } = bootEntry.decode(bytes);
    entries.push({
      platform: of,
      bootable: bootIndicator === BOOTABLE,
      mediaType,
      loadSegment,
      loadSectors,
      imageBlock,
    });
  };
  add(CATALOG_ENTRY_BYTES, platform);
  for (let at = 2 * CATALOG_ENTRY_BYTES; at + CATALOG_ENTRY_BYTES <= catalog.length; ) {
    const header = sectionHeader.decode(catalog.subarray(at));
    if (header.headerId !== MORE_SECTIONS && header.headerId !== LAST_SECTION) break;
    for (let index = 0; index < header.entryCount && at < catalog.length; index++) {
      at += CATALOG_ENTRY_BYTES;
      add(at, header.platform);
    }
    at += CATALOG_ENTRY_BYTES;
    if (header.headerId === LAST_SECTION) break;
  }
  return entries;
}
