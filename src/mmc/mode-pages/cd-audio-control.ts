import { bit, bits, optional, struct, u8, u16 } from '../../codec/index.ts';
import { defineModePage } from '../../scsi/mode-page.ts';

/** The CD Audio Control mode page: playing through the drive's own outputs (MMC-3 6.3.7, legacy since). */
export const cdAudioControlPage = defineModePage({
  code: 0x0e,
  name: 'CD Audio Control',
  clause: 'MMC-3 6.3.7',
  layout: struct(16, {
    immediate: bit(2, 2),
    stopOnTrackCrossing: bit(2, 1), // SOTC
    legacyBlocksPerSecond: optional(u16(6)),
    port0Channels: optional(bits(8, [3, 0])), // a bit for each channel of the disc; 0 mutes
    port0Volume: optional(u8(9)),
    port1Channels: optional(bits(10, [3, 0])),
    port1Volume: optional(u8(11)),
    port2Channels: optional(bits(12, [3, 0])),
    port2Volume: optional(u8(13)),
    port3Channels: optional(bits(14, [3, 0])),
    port3Volume: optional(u8(15)),
  }),
});
