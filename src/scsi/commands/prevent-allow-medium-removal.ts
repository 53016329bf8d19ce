import { bit, struct } from '../../codec/index.ts';
import { defineCommand } from '../command.ts';

/** Locks and unlocks the tray (SPC-3 6.13, MMC-5 6.16). */
export const preventAllowMediumRemoval = defineCommand({
  name: 'PREVENT/ALLOW MEDIUM REMOVAL',
  opcode: 0x1e,
  clause: 'MMC-5 6.16',
  timeoutMs: 30_000,
  cdb: struct(6, { persistent: bit(4, 1), prevent: bit(4, 0) }),
});
