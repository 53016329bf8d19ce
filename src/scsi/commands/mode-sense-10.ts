import { bit, bits, choice, inHex, optional, rawBytes, struct, u8, u16 } from '../../codec/index.ts';
import { defineCommand } from '../command.ts';
import { PageControl } from '../mode-page.ts';

/** Every page that the drive has, as `pageCode` of MODE SENSE (SPC-3 6.9.1). */
export const ALL_MODE_PAGES = 0x3f;

/** Reads mode pages (SPC-3 6.10). The reply is decoded by `modeParameters` of mode-page.ts. */
export const modeSense10 = defineCommand({
  name: 'MODE SENSE(10)',
  opcode: 0x5a,
  clause: 'SPC-3 6.10',
  effect: 'reads',
  timeoutMs: 30_000,
  direction: 'in',
  payload: 'parameters',
  cdb: struct(10, {
    disableBlockDescriptors: bit(1, 3),
    pageControl: optional(choice(2, [7, 6], PageControl)),
    pageCode: inHex(bits(2, [5, 0])),
    subpageCode: optional(u8(3)),
    allocationLength: u16(7, 'bytes'),
  }),
  reply: rawBytes,
});
