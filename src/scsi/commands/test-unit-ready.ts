import { struct } from '../../codec/index.ts';
import { defineCommand } from '../command.ts';

/** Asks whether the drive would accept a medium access command now (SPC-3 6.33). */
export const testUnitReady = defineCommand({
  name: 'TEST UNIT READY',
  opcode: 0x00,
  clause: 'SPC-3 6.33',
  effect: 'reads',
  timeoutMs: 30_000,
  cdb: struct(6, {}),
});
