import { hexNumber } from '../codec/index.ts';
import { commandFacts, commandFor } from '../mmc/commands/index.ts';

/** The standard's name of a command, or `command D8h` where there is none. */
export function commandName(cdb: Uint8Array): string {
  const opcode = cdb[0];
  if (opcode === undefined) return 'empty CDB';
  return (commandFor(cdb)?.spec ?? commandFacts(opcode))?.name ?? `command ${hexNumber(opcode)}`;
}
