import { commandFor } from '../../mmc/commands/index.ts';

/** The blocks that a command reads or writes. */
export interface AddressedBlocks {
  readonly startLba: number;
  readonly lengthBlocks: number;
}

/** Undefined for commands that are about something else. */
export function addressedBlocks(cdb: Uint8Array): AddressedBlocks | undefined {
  const fields: Readonly<Record<string, unknown>> | undefined = commandFor(cdb)?.spec.cdb.decode(cdb);
  const startLba = fields?.['startLba'] ?? fields?.['lba'];
  const lengthBlocks = fields?.['lengthBlocks'];
  return typeof startLba === 'number' && typeof lengthBlocks === 'number' ? { startLba, lengthBlocks } : undefined;
}
