import { bit, bits, late, optional, struct, u8, u24 } from '../../codec/index.ts';
import { defineModePage } from '../../scsi/mode-page.ts';

/** The Read/Write Error Recovery mode page: how hard the drive tries (MMC-5 clause 7). */
export const errorRecoveryPage = defineModePage({
  code: 0x01,
  name: 'Read/Write Error Recovery',
  clause: 'MMC-5 clause 7',
  layout: struct(
    12,
    {
      automaticWriteReallocation: bit(2, 7), // AWRE
      automaticReadReallocation: bit(2, 6), // ARRE
      transferBlock: bit(2, 5), // TB: transfer a block that could not be corrected
      readContinuous: bit(2, 4), // RC: never stop to retry
      postError: bit(2, 2), // PER: report recovered errors
      disableTransferOnError: bit(2, 1), // DTE
      disableCorrection: bit(2, 0), // DCR
      readRetries: optional(u8(3)),
      enhancedMediaCertification: optional(bits(7, [1, 0])), // EMCDR
      writeRetries: late(optional(u8(8))),
      errorReportingWindowBlocks: late(optional(u24(9, 'blocks'))),
    },
    { minimumBytes: 8 },
  ), // where drives that only read end it (SCSI-2 14.3.3.8)
});
