import { bit, bits, concatBytes, optional, struct, u8, u16 } from '../../codec/index.ts';
import { modeSelect10 } from '../../scsi/commands/mode-select-10.ts';
import { modeSense10 } from '../../scsi/commands/mode-sense-10.ts';
import type { DataPhase } from '../../transport/transport.ts';

/**
 * Linux's sr asks a drive on a SCSI bus what it can do by MODE SENSE(6), which MMC does not have, and treats one that
 * refuses it as a CD-ROM of 1987. Host adapters for such drives turn the six-byte forms into the ten-byte ones, as here.
 */
const MODE_SENSE_6 = 0x1a;
const MODE_SELECT_6 = 0x15;

/** SPC-3 6.9. */
const sense6 = struct(6, {
  disableBlockDescriptors: bit(1, 3),
  pageControl: bits(2, [7, 6]),
  pageCode: bits(2, [5, 0]),
  subpageCode: u8(3),
  allocationLength: u8(4),
});

/** SPC-3 6.7. */
const select6 = struct(6, { pageFormat: bit(1, 4), savePages: bit(1, 0) });

/** The mode parameter headers (SPC-3 tables 239 and 240). */
const header6 = struct(4, {
  modeDataLength: u8(0),
  mediumType: u8(1),
  deviceSpecific: u8(2),
  blockDescriptorLength: u8(3),
});
const header10 = struct(8, {
  modeDataLength: optional(u16(0)),
  mediumType: u8(2),
  deviceSpecific: u8(3),
  blockDescriptorLength: u16(6),
});
const LONGER_BY = header10.lengthBytes - header6.lengthBytes;
const U8_MAX = 255;

export interface Exchange {
  readonly cdb: Uint8Array;
  readonly data: DataPhase;
  /** Turns the drive's reply into the one that the program gets. */
  readonly reply: (data: Uint8Array) => Uint8Array;
}

const unchanged = (data: Uint8Array): Uint8Array => data;

/** The command in a form that the drive knows. */
export function toDriveForm(cdb: Uint8Array, data: DataPhase): Exchange {
  if (cdb[0] === MODE_SENSE_6 && data.direction === 'in') return senseTen(cdb, data.lengthBytes);
  if (cdb[0] === MODE_SELECT_6 && data.direction === 'out') return selectTen(cdb, data.bytes);
  return { cdb, data, reply: unchanged };
}

function senseTen(cdb: Uint8Array, roomBytes: number): Exchange {
  const { allocationLength, pageControl, ...asked } = sense6.decode(cdb);
  const command = modeSense10({
    ...asked,
    pageControl: pageControl as 0 | 1 | 2 | 3,
    allocationLength: allocationLength + LONGER_BY,
  });
  return { cdb: command.cdb, data: command.data, reply: (reply) => asSix(reply).subarray(0, roomBytes) };
}

function asSix(reply: Uint8Array): Uint8Array {
  if (reply.length < header10.lengthBytes) return new Uint8Array();
  const { modeDataLength, mediumType, deviceSpecific, blockDescriptorLength } = header10.decode(reply);
  const header = header6.encode({
    // Each length counts what follows its own field: one byte in the short header, two in the long one.
    modeDataLength: Math.min(Math.max(0, modeDataLength + 2 - LONGER_BY - 1), U8_MAX),
    mediumType,
    deviceSpecific,
    blockDescriptorLength: Math.min(blockDescriptorLength, U8_MAX),
  });
  return concatBytes([header, reply.subarray(header10.lengthBytes)]);
}

function selectTen(cdb: Uint8Array, parameters: Uint8Array): Exchange {
  // Too short for a header: let the drive itself say so.
  const whole = parameters.length >= header6.lengthBytes;
  const { mediumType, deviceSpecific, blockDescriptorLength } = whole
    ? header6.decode(parameters)
    : { mediumType: 0, deviceSpecific: 0, blockDescriptorLength: 0 };
  const list = whole
    ? concatBytes([
        header10.encode({ mediumType, deviceSpecific, blockDescriptorLength }),
        parameters.subarray(header6.lengthBytes),
      ])
    : parameters;
  const command = modeSelect10(select6.decode(cdb), list);
  return { cdb: command.cdb, data: command.data, reply: unchanged };
}
