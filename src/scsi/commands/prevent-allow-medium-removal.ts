import { bit, struct } from '../../codec/index.ts';
import { defineCommand } from '../command.ts';

/** Locks or unlocks the tray and its button (MMC-5 6.14). With `persistent` the button is reported to the host as an event. */
export const preventAllowMediumRemoval = defineCommand({
  name: 'PREVENT/ALLOW MEDIUM REMOVAL',
  opcode: 0x1e,
  clause: 'MMC-5 6.14',
  effect: 'reads',
  timeoutMs: 30_000,
  cdb: struct(6, { persistent: bit(4, 1), prevent: bit(4, 0) }),
});
