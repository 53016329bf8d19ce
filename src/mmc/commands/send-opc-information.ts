import { bit, bytes, entriesOf, optional, struct, u16 } from '../../codec/index.ts';
import { defineCommand } from '../../scsi/command.ts';

/** One result of an earlier calibration, to be restored (MMC-5 6.36). */
export const opcTable = struct(8, { speedKBps: u16(0, 'kB/s'), value: bytes(2, 6) });

/**
 * Has the drive calibrate its laser power on this disc, or restores earlier results (MMC-5 6.36). `doOpc` with no
 * tables calibrates.
 */
export const sendOpcInformation = defineCommand({
  name: 'SEND OPC INFORMATION',
  opcode: 0x54,
  clause: 'MMC-5 6.36',
  effect: 'writes',
  timeoutMs: 200_000,
  direction: 'out',
  payload: 'parameters',
  cdb: struct(10, {
    excludeOuter: bit(1, 2), // Exclude1: the test area at the outer edge is left alone
    excludeInner: bit(1, 1), // Exclude0
    doOpc: bit(1, 0),
    parameterListLength: optional(u16(7, 'bytes')),
  }),
  parameters: entriesOf(opcTable),
  lengthField: 'parameterListLength',
});
