import { bit, type Codec, struct, u8 } from '../../codec/index.ts';
import { defineCommand } from '../command.ts';
import { decodeSense, descriptorSense, encodeSense, fixedSense, type Sense } from '../sense.ts';

/** The argument of {@link encodeSense}. */
type SenseArguments = Parameters<typeof encodeSense>[0];

const senseData: Codec<Sense, SenseArguments> = {
  decode: decodeSense,
  encode: (value) => Uint8Array.from(encodeSense(value)),
  describe: (source) =>
    (fixedSense.fields.responseCode.decode(source) < 0x72 ? fixedSense : descriptorSense).describe(source),
};

/** Requests sense data, mainly for the progress of a long operation (SPC-3 6.27). */
export const requestSense = defineCommand({
  name: 'REQUEST SENSE',
  opcode: 0x03,
  clause: 'SPC-3 6.27',
  effect: 'reads',
  timeoutMs: 30_000,
  direction: 'in',
  payload: 'parameters',
  cdb: struct(6, { descriptorFormat: bit(1, 0), allocationLength: u8(4, 'bytes') }),
  reply: senseData,
});
