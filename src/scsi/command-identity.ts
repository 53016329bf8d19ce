import type { Command } from './command.ts';

/** The command that an error is about. */
export interface CommandIdentity {
  readonly name: string;
  readonly opcode: number;
  readonly cdb: Uint8Array;
}

export const identify = ({ spec, cdb }: Command): CommandIdentity => ({ name: spec.name, opcode: spec.opcode, cdb });
