import { commandFacts } from '../../mmc/commands/index.ts';

/** The kernel does not say which way a command's data go, so the opcode has to. */
export const sendsData = (opcode: number): boolean => commandFacts(opcode)?.direction === 'out';
