import {
  bit,
  bits,
  type Codec,
  choice,
  concatBytes,
  fixed,
  list,
  optional,
  recordList,
  struct,
  text,
  toHex,
  u8,
  u16,
} from '../../codec/index.ts';
import { defineCommand } from '../command.ts';
import { inquiryCdb } from './inquiry.ts';

/** Vital product data pages (SPC-3 7.6.1). */
export const VitalProductDataPage = {
  SupportedPages: 0x00,
  UnitSerialNumber: 0x80,
  DeviceIdentification: 0x83,
} as const;

const pageHeader = (pageCode: number) =>
  struct(4, {
    peripheralQualifier: fixed(bits(0, [7, 5])),
    peripheralType: optional(bits(0, [4, 0]), 5),
    pageCode: optional(u8(1), pageCode),
    pageLength: u16(2, 'bytes'),
  });

/** Which pages there are: one page code per entry (SPC-3 7.6.9). */
export const supportedPages = list({
  header: pageHeader(VitalProductDataPage.SupportedPages),
  lengthField: 'pageLength',
  uncountedBytes: 4,
  entry: struct(1, { code: u8(0) }),
});

/** The Unit Serial Number page (SPC-3 7.6). */
export interface UnitSerialNumber {
  /** As the drive reports it, without surrounding blanks; undefined if not all of it arrived. */
  readonly serialNumber: string | undefined;
}

const serialHeader = pageHeader(VitalProductDataPage.UnitSerialNumber);

/** Unit Serial Number page (SPC-3 7.6.10). */
export const unitSerialNumber: Codec<UnitSerialNumber> = {
  decode(source) {
    const { pageLength } = serialHeader.decode(source);
    return { serialNumber: source.length < 4 + pageLength ? undefined : serialIn(source) };
  },
  encode({ serialNumber = '' }) {
    const { length } = serialNumber;
    return concatBytes([
      serialHeader.encode({ pageLength: length }),
      struct(length, { serialNumber: text(0, length) }).encode({ serialNumber }),
    ]);
  },
  describe: (source) => [
    ...serialHeader.describe(source),
    ...(source.length < 4 ? [] : [{ name: 'serialNumber', text: serialInWords(source) }]),
  ],
};

/** As much of it as there is. */
function serialIn(source: Uint8Array): string {
  const { pageLength } = serialHeader.decode(source);
  const ascii = Array.from(source.subarray(4, 4 + pageLength), (code) =>
    code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : ' ',
  );
  return ascii.join('').trim();
}

const serialInWords = (source: Uint8Array): string =>
  `"${serialIn(source)}"${unitSerialNumber.decode(source).serialNumber === undefined ? ' and more' : ''}`;

/** How a designator is encoded (SPC-3 7.6.3). */
export const CodeSet = { Binary: 1, Ascii: 2, Utf8: 3 } as const;
/** What a designator is (SPC-3 7.6.3). */
export const DesignatorType = { VendorSpecific: 0, T10VendorId: 1, Eui64: 2, Naa: 3, ScsiName: 8 } as const;

/** Device Identification page: names of the drive, each in its own form (SPC-3 7.6.3). */
export const deviceIdentification = recordList({
  header: pageHeader(VitalProductDataPage.DeviceIdentification),
  lengthField: 'pageLength',
  uncountedBytes: 4,
  entry: struct(
    4,
    {
      protocol: optional(bits(0, [7, 4])),
      codeSet: choice(0, [3, 0], CodeSet),
      protocolValid: bit(1, 7), // PIV
      association: optional(bits(1, [5, 4])), // 0 logical unit, 1 target port, 2 target device
      designatorType: choice(1, [3, 0], DesignatorType),
      designatorLength: u8(3, 'bytes'),
    },
    { validIf: { protocol: 'protocolValid' } },
  ),
  dataLengthField: 'designatorLength',
  describeData: ({ codeSet }, data) => [
    {
      name: 'designator',
      text: codeSet === CodeSet.Binary ? toHex(data) : `"${new TextDecoder('latin1').decode(data).trim()}"`,
    },
  ],
});

const common = {
  opcode: 0x12,
  clause: 'SPC-3 6.4',
  effect: 'reads',
  timeoutMs: 30_000,
  direction: 'in',
  payload: 'parameters',
} as const;

/** Which pages of Vital Product Data a drive has (SPC-3 6.4). */
export const inquirySupportedPages = defineCommand({
  ...common,
  name: 'INQUIRY (supported vital product data)',
  cdb: inquiryCdb(1, VitalProductDataPage.SupportedPages),
  reply: supportedPages,
});

/** The serial number of a drive, from Vital Product Data (SPC-3 6.4). */
export const inquiryUnitSerialNumber = defineCommand({
  ...common,
  name: 'INQUIRY (unit serial number)',
  cdb: inquiryCdb(1, VitalProductDataPage.UnitSerialNumber),
  reply: unitSerialNumber,
});

/** How a drive is identified, from Vital Product Data (SPC-3 6.4). */
export const inquiryDeviceIdentification = defineCommand({
  ...common,
  name: 'INQUIRY (device identification)',
  cdb: inquiryCdb(1, VitalProductDataPage.DeviceIdentification),
  reply: deviceIdentification,
});
