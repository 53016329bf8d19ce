import { commandFacts } from '../../mmc/commands/index.ts';

/** The kernel does not say which way the data of a command go, so the command itself must. */
export const sendsData = (opcode: number): boolean => commandFacts(opcode)?.direction === 'out';
