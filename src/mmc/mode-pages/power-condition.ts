import { bit, optional, struct, u32 } from '../../codec/index.ts';
import { defineModePage } from '../../scsi/mode-page.ts';

/** The Power Condition mode page: when an unused drive goes to sleep (MMC-5 clause 7). */
export const powerConditionPage = defineModePage({
  code: 0x1a,
  name: 'Power Condition',
  clause: 'MMC-5 clause 7',
  layout: struct(12, {
    idle: bit(3, 1), // the timer runs
    standby: bit(3, 0),
    idleTimer: optional(u32(4, 'x 100 ms')),
    standbyTimer: optional(u32(8, 'x 100 ms')),
  }),
});
