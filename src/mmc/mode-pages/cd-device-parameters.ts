import { FRAMES_PER_SECOND } from '../../cd/geometry.ts';
import { bits, optional, struct, u16 } from '../../codec/index.ts';
import { defineModePage } from '../../scsi/mode-page.ts';

/** The CD Device Parameters mode page, with the units of MSF addresses (legacy; drives still list it) (MMC-1). */
export const cdDeviceParametersPage = defineModePage({
  code: 0x0d,
  name: 'CD Device Parameters',
  clause: 'MMC-1',
  layout: struct(8, {
    inactivityTimer: optional(bits(3, [3, 0])),
    secondsPerMinute: optional(u16(4), 60),
    framesPerSecond: optional(u16(6), FRAMES_PER_SECOND),
  }),
});
