import type { CommandFacts } from '../scsi/command.ts';

/** Commands that drives know (MMC-6 table 235, SPC-4) and whose fields this package does not declare. */
const UNDECLARED: readonly CommandFacts[] = [
  { opcode: 0x08, name: 'READ(6)', effect: 'reads', direction: 'in', payload: 'blocks' },
  { opcode: 0x0a, name: 'WRITE(6)', effect: 'writes', direction: 'out', payload: 'blocks' },
  { opcode: 0x0b, name: 'SEEK(6)', effect: 'reads' },
  { opcode: 0x15, name: 'MODE SELECT(6)', effect: 'reads', direction: 'out', payload: 'parameters' },
  { opcode: 0x1a, name: 'MODE SENSE(6)', effect: 'reads', direction: 'in', payload: 'parameters' },
  { opcode: 0x1c, name: 'RECEIVE DIAGNOSTIC RESULTS', effect: 'reads', direction: 'in', payload: 'parameters' },
  { opcode: 0x1d, name: 'SEND DIAGNOSTIC', effect: 'reads', direction: 'out', payload: 'parameters' },
  { opcode: 0x2b, name: 'SEEK(10)', effect: 'reads' },
  { opcode: 0x2e, name: 'WRITE AND VERIFY(10)', effect: 'writes', direction: 'out', payload: 'blocks' },
  { opcode: 0x3b, name: 'WRITE BUFFER', effect: 'reads', direction: 'out', payload: 'parameters' },
  { opcode: 0x44, name: 'READ HEADER', effect: 'reads', direction: 'in', payload: 'parameters' },
  { opcode: 0x45, name: 'PLAY AUDIO(10)', effect: 'reads' },
  { opcode: 0x47, name: 'PLAY AUDIO MSF', effect: 'reads' },
  { opcode: 0x4b, name: 'PAUSE/RESUME', effect: 'reads' },
  { opcode: 0x4c, name: 'LOG SELECT', effect: 'reads', direction: 'out', payload: 'parameters' },
  { opcode: 0x4d, name: 'LOG SENSE', effect: 'reads', direction: 'in', payload: 'parameters' },
  { opcode: 0x4e, name: 'STOP PLAY/SCAN', effect: 'reads' },
  { opcode: 0x58, name: 'REPAIR TRACK', effect: 'writes' },
  { opcode: 0xa0, name: 'REPORT LUNS', effect: 'reads', direction: 'in', payload: 'parameters' },
  { opcode: 0xa2, name: 'SECURITY PROTOCOL IN', effect: 'reads', direction: 'in', payload: 'parameters' },
  { opcode: 0xa3, name: 'SEND KEY', effect: 'reads', direction: 'out', payload: 'parameters' },
  { opcode: 0xa4, name: 'REPORT KEY', effect: 'reads', direction: 'in', payload: 'parameters' },
  { opcode: 0xa5, name: 'PLAY AUDIO(12)', effect: 'reads' },
  { opcode: 0xa6, name: 'LOAD/UNLOAD MEDIUM', effect: 'reads' },
  { opcode: 0xab, name: 'READ MEDIA SERIAL NUMBER', effect: 'reads', direction: 'in', payload: 'parameters' },
  { opcode: 0xb5, name: 'SECURITY PROTOCOL OUT', effect: 'reads', direction: 'out', payload: 'parameters' },
  { opcode: 0xb9, name: 'READ CD MSF', effect: 'reads', direction: 'in', payload: 'blocks' },
  { opcode: 0xba, name: 'SCAN', effect: 'reads' },
];

export const undeclaredCommands: ReadonlyMap<number, CommandFacts> = new Map(
  UNDECLARED.map((command) => [command.opcode, command]),
);
