import { bit, late, optional, struct, u16 } from '../../codec/index.ts';
import { defineModePage } from '../../scsi/mode-page.ts';

/** The Timeout and Protect mode page: how long commands of each group may take (MMC-5 clause 7). */
export const timeoutAndProtectPage = defineModePage({
  code: 0x1d,
  name: 'Timeout and Protect',
  clause: 'MMC-5 clause 7',
  layout: struct(
    12,
    {
      group3Timeout: bit(4, 3), // G3Enable
      timeoutEnabled: bit(4, 2), // TMOE
      disableUntilPowerCycle: bit(4, 1), // DISP
      softwareWriteProtect: bit(4, 0), // SWPP: until power-off
      group1Seconds: late(optional(u16(6, 's'))),
      group2Seconds: late(optional(u16(8, 's'))),
      group3Seconds: late(optional(u16(10, 's'))),
    },
    { minimumBytes: 6 },
  ), // MMC-2 ends it at byte 10
});
