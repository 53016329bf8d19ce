import type { CommandSpec } from '../scsi/command.ts';

/** Anything that carries a command's declaration, such as the results of {@link defineCommand}. */
export interface CommandDefinition {
  readonly spec: CommandSpec;
}

/** Values of CDB fields that distinguish the forms of one opcode. */
export type Form = Readonly<Record<string, number>>;

/** A declaration, and the forms of its opcode that it is; none for all that no other one is. */
export type DeclaredForms = readonly [CommandDefinition, ...Form[]];
