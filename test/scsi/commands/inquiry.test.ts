import { describe, expect, test } from '@jest/globals';
import { DecodeError, fromHex, toHex } from '../../../src/codec/index.ts';
import { inquiry, PeripheralType } from '../../../src/scsi/commands/inquiry.ts';
import { requestSense } from '../../../src/scsi/commands/request-sense.ts';
import {
  CodeSet,
  DesignatorType,
  inquiryDeviceIdentification,
  inquirySupportedPages,
  inquiryUnitSerialNumber,
} from '../../../src/scsi/commands/vital-product-data.ts';

describe('INQUIRY', () => {
  test('of the emulated recorder, as cdrdao received it', () => {
    const data = fromHex('058000325b0000004344456d7520202043442d524f4d20202020202020202020312e30206364656d752e7366');
    expect(inquiry.spec.reply.decode(data)).toMatchObject({
      peripheralType: PeripheralType.CdDvd,
      removable: true,
      version: 0,
      vendor: 'CDEmu',
      product: 'CD-ROM',
      revision: '1.0',
    });
  });

  test('is decoded even when the answer is cut short', () => {
    expect(inquiry.spec.reply.decode(fromHex('0580003221'))).toMatchObject({ removable: true, vendor: undefined });
    expect(() => inquiry.spec.reply.decode(fromHex('0580'))).toThrow(DecodeError);
  });

  test('has defaults for a CD recorder', () => {
    const bytes = inquiry.spec.reply.encode({ peripheralType: PeripheralType.CdDvd, removable: true, vendor: 'ACME' });
    expect(toHex(bytes.subarray(0, 16))).toBe('058000021f00000041434d4520202020');
  });
});

describe('vital product data', () => {
  test('the CDB of each page requests that page', () => {
    expect(toHex(inquirySupportedPages({ allocationLength: 252 }).cdb)).toBe('12010000fc00');
    expect(toHex(inquiryUnitSerialNumber({ allocationLength: 252 }).cdb)).toBe('12018000fc00');
    expect(toHex(inquiryDeviceIdentification({ allocationLength: 252 }).cdb)).toBe('12018300fc00');
  });

  test('serial number without surrounding blanks', () => {
    const data = Uint8Array.of(5, 0x80, 0, 8, ...new TextEncoder().encode('  K1234 '));
    expect(inquiryUnitSerialNumber.spec.reply.decode(data)).toEqual({ serialNumber: 'K1234' });
  });

  test('the beginning of a serial number is not a serial number', () => {
    const cut = Uint8Array.of(5, 0x80, 0xff, 0xff, 0x41);
    expect(inquiryUnitSerialNumber.spec.reply.decode(cut)).toEqual({ serialNumber: undefined });
    expect(inquiryUnitSerialNumber.spec.reply.describe(cut)).toContainEqual({
      name: 'serialNumber',
      text: '"A" and more',
    });
  });

  test('designators', () => {
    const naa = { codeSet: CodeSet.Binary, designatorType: DesignatorType.Naa, data: fromHex('5000000012345678') };
    const name = {
      codeSet: CodeSet.Ascii,
      designatorType: DesignatorType.T10VendorId,
      data: new TextEncoder().encode('ACME    DRIVE'),
    };
    const bytes = inquiryDeviceIdentification.spec.reply.encode({ entries: [naa, name] });
    expect(toHex(bytes.subarray(0, 16))).toBe('0583001d' + '01030008' + '5000000012345678');
    expect(inquiryDeviceIdentification.spec.reply.decode(bytes).entries).toMatchObject([naa, name]);
    const words = inquiryDeviceIdentification.spec.reply
      .describe(bytes)
      .filter((each) => each.name.endsWith('.designator'));
    expect(words.map(({ text }) => text)).toEqual(['5000000012345678', '"ACME    DRIVE"']);
  });
});

test('REQUEST SENSE returns sense data in either format', () => {
  const fixed = requestSense.spec.reply.decode(fromHex('70000200000000 0a00000000 0408 00 80 8000'));
  expect(fixed).toMatchObject({ key: 2, asc: 4, ascq: 8, deferred: false, progress: 0.5 });
  const descriptors = requestSense.spec.reply.decode(fromHex('720204080000000802068080800000 00'));
  expect(descriptors).toMatchObject({ key: 2, asc: 4, ascq: 8 });
  expect(requestSense({ allocationLength: 18 }).cdb).toEqual(fromHex('030000001200'));
});
