import { hexNumber } from '../codec/index.ts';
import { commandFor } from '../mmc/commands/index.ts';

/** Commands that drives know (MMC-6 table 235, SPC-4) and this package has not declared. */
const OTHER_NAMES: Readonly<Record<number, string>> = {
  4: 'FORMAT UNIT',
  8: 'READ(6)',
  10: 'WRITE(6)',
  11: 'SEEK(6)',
  21: 'MODE SELECT(6)',
  26: 'MODE SENSE(6)',
  28: 'RECEIVE DIAGNOSTIC RESULTS',
  29: 'SEND DIAGNOSTIC',
  35: 'READ FORMAT CAPACITIES',
  40: 'READ(10)',
  43: 'SEEK(10)',
  46: 'WRITE AND VERIFY(10)',
  47: 'VERIFY(10)',
  59: 'WRITE BUFFER',
  66: 'READ SUB-CHANNEL',
  68: 'READ HEADER',
  69: 'PLAY AUDIO(10)',
  71: 'PLAY AUDIO MSF',
  75: 'PAUSE/RESUME',
  76: 'LOG SELECT',
  77: 'LOG SENSE',
  78: 'STOP PLAY/SCAN',
  88: 'REPAIR TRACK',
  160: 'REPORT LUNS',
  162: 'SECURITY PROTOCOL IN',
  163: 'SEND KEY',
  164: 'REPORT KEY',
  165: 'PLAY AUDIO(12)',
  166: 'LOAD/UNLOAD MEDIUM',
  167: 'SET READ AHEAD',
  168: 'READ(12)',
  170: 'WRITE(12)',
  171: 'READ MEDIA SERIAL NUMBER',
  181: 'SECURITY PROTOCOL OUT',
  185: 'READ CD MSF',
  186: 'SCAN',
  191: 'SEND DISC STRUCTURE',
};

/** The standard's name of a command, or `command D8h` where there is none. */
export function commandName(cdb: Uint8Array): string {
  const opcode = cdb[0];
  if (opcode === undefined) return 'empty CDB';
  return commandFor(cdb)?.spec.name ?? OTHER_NAMES[opcode] ?? `command ${hexNumber(opcode)}`;
}
