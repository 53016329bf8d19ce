import { bit, optional, rawBytes, struct, u16 } from '../../codec/index.ts';
import { defineCommand } from '../command.ts';

/** Sets mode pages (SPC-3 6.8). The parameters are made by `modeParameters.encodeForSelect` of mode-page.ts. */
export const modeSelect10 = defineCommand({
  name: 'MODE SELECT(10)',
  opcode: 0x55,
  clause: 'SPC-3 6.8',
  effect: 'reads',
  timeoutMs: 30_000,
  direction: 'out',
  payload: 'parameters',
  cdb: struct(10, {
    pageFormat: bit(1, 4),
    savePages: bit(1, 0),
    parameterListLength: optional(u16(7, 'bytes')),
  }),
  parameters: rawBytes,
  lengthField: 'parameterListLength',
});
