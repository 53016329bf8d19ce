import {
  type ArgumentsOf,
  allLate,
  bit,
  bits,
  bytes,
  type Codec,
  choice,
  fixed,
  optional,
  struct,
  text,
  u8,
  u16,
  type ValuesOf,
} from '../../codec/index.ts';
import { defineCommand } from '../command.ts';

/** What kind of device it is (SPC-3 table 83). */
export const PeripheralType = {
  Disk: 0x00,
  Tape: 0x01,
  Printer: 0x02,
  Processor: 0x03,
  WriteOnce: 0x04,
  CdDvd: 0x05,
  OpticalMemory: 0x07,
  MediumChanger: 0x08,
  Unknown: 0x1f,
} as const;
/** A value of the constant of the same name. */
export type PeripheralType = (typeof PeripheralType)[keyof typeof PeripheralType];

/** What a device must return; more only if `additionalLength` says so. */
const STANDARD_BYTES = 36;

/** Standard INQUIRY data (SPC-3 table 81). Drives return at least 36 bytes; what did not arrive is undefined. */
export const standardInquiryLayout = struct(
  96,
  {
    peripheralQualifier: fixed(bits(0, [7, 5])), // 0: connected
    peripheralType: choice(0, [4, 0], PeripheralType),
    removable: bit(1, 7),
    version: optional(u8(2)), // 05h SPC-3; 00h in ATAPI drives
    asynchronousEvents: bit(3, 7), // AERC, obsolete
    normalAca: bit(3, 5),
    hierarchical: bit(3, 4),
    responseDataFormat: optional(bits(3, [3, 0]), 2), // in ATAPI drives the high nibble says 3
    additionalLength: optional(u8(4, 'bytes'), 31),
    ...allLate({
      storageArrayController: bit(5, 7), // SCCS
      accessControls: bit(5, 6), // ACC
      targetPortGroups: fixed(bits(5, [5, 4])), // TPGS
      thirdPartyCopy: bit(5, 3), // 3PC
      protection: bit(5, 0),
      basicQueueing: bit(6, 7), // BQUE
      enclosureServices: bit(6, 6), // ENCSERV
      multiPort: bit(6, 4), // MULTIP
      mediumChanger: bit(6, 3), // MCHNGR
      wideAddress16: bit(6, 0), // ADDR16, like the next two of the parallel bus
      wideBus16: bit(7, 5), // WBUS16
      synchronousTransfer: bit(7, 4), // SYNC
      linkedCommands: bit(7, 3), // LINKED
      commandQueueing: bit(7, 1), // CMDQUE
      vendor: text(8, 8),
      product: text(16, 16),
      revision: text(32, 4),
      vendorSpecific: text(36, 20),
      clockingAndUnits: fixed(u8(56)), // CLOCKING, QAS, IUS of the parallel bus
      versionDescriptors: bytes(58, 16), // two bytes for each standard that the drive claims
      vendorSpecificEnd: bytes(74, 22),
    }),
  },
  { minimumBytes: 5 },
);

/** As much of it as its own `additionalLength` says, at least 36 bytes. */
const announced = <B extends Uint8Array>(bytes: B) =>
  bytes.slice(0, Math.max(STANDARD_BYTES, 5 + (standardInquiryLayout.fields.additionalLength.decode(bytes) ?? 0)));

/** What INQUIRY returns (SPC-3 6.4). */
export const standardInquiryData: Codec<
  ValuesOf<typeof standardInquiryLayout.fields>,
  ArgumentsOf<typeof standardInquiryLayout.fields>
> = {
  decode: (source) => standardInquiryLayout.decode(announced(source)),
  encode: (values) => announced(standardInquiryLayout.encode(values)),
  describe: (source) => standardInquiryLayout.describe(announced(source)),
};

/** The CDB; its defaults request this kind of data. */
export const inquiryCdb = (vitalProductData = 0, pageCode = 0) =>
  struct(6, {
    vitalProductData: optional(bits(1, [0, 0]), vitalProductData), // EVPD
    pageCode: optional(u8(2), pageCode),
    allocationLength: u16(3, 'bytes'),
  });

/** Who made the drive and what it is called (SPC-3 6.4). Vital product data: vital-product-data.ts. */
export const inquiry = defineCommand({
  name: 'INQUIRY',
  opcode: 0x12,
  clause: 'SPC-3 6.4',
  effect: 'reads',
  timeoutMs: 30_000,
  direction: 'in',
  payload: 'parameters',
  cdb: inquiryCdb(),
  reply: standardInquiryData,
});
