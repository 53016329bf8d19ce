import { inquiry, PeripheralType, standardInquiryData } from '../../scsi/commands/inquiry.ts';
import {
  CodeSet,
  DesignatorType,
  deviceIdentification,
  supportedPages,
  unitSerialNumber,
  VitalProductDataPage,
} from '../../scsi/commands/vital-product-data.ts';
import { invalidCdbField } from '../check-condition.ts';
import type { DriveIdentity } from '../core.ts';
import { decodeArguments, type Handler } from './handler.ts';

export const inquiryHandler: Handler = {
  opcode: inquiry.spec.opcode,
  access: 'always',
  async run({ drive, cdb }) {
    const { vitalProductData, pageCode, allocationLength } = decodeArguments(inquiry.spec, cdb);
    if (vitalProductData === 0 && pageCode !== 0) throw invalidCdbField(inquiry, 'pageCode');
    const reply = vitalProductData === 0 ? standardData(drive.identity) : vitalProductPage(drive.identity, pageCode);
    return reply.subarray(0, allocationLength);
  },
};

const standardData = ({ vendor, product, revision }: DriveIdentity): Uint8Array =>
  standardInquiryData.encode({
    peripheralType: PeripheralType.CdDvd,
    removable: true,
    version: 5,
    vendor,
    product,
    revision,
  });

function vitalProductPage(identity: DriveIdentity, pageCode: number): Uint8Array {
  const { vendor, product, serialNumber } = identity;
  switch (pageCode) {
    case VitalProductDataPage.SupportedPages:
      return supportedPages.encode({ entries: Object.values(VitalProductDataPage).map((code) => ({ code })) });
    case VitalProductDataPage.UnitSerialNumber:
      return unitSerialNumber.encode({ serialNumber });
    case VitalProductDataPage.DeviceIdentification:
      return deviceIdentification.encode({
        entries: [
          {
            codeSet: CodeSet.Ascii,
            designatorType: DesignatorType.T10VendorId,
            data: new TextEncoder().encode(`${vendor.padEnd(8)}${product.padEnd(16)}${serialNumber}`),
          },
        ],
      });
    default:
      throw invalidCdbField(inquiry, 'pageCode');
  }
}
