import { rawBytes, struct } from '../codec/index.ts';
import type { DataPhase } from '../transport/transport.ts';
import type { Command, CommandFacts, CommandSpec } from './command.ts';

/**
 * A command of bytes that somebody else has made.
 * @param facts what is known of its opcode; one that is not known is taken for one that writes
 */
export function rawCommand(
  cdb: Uint8Array,
  data: DataPhase,
  timeoutMs: number,
  facts: CommandFacts | undefined,
): Command<Uint8Array> {
  const opcode = cdb[0] ?? 0;
  const { name = `the command ${opcode.toString(16).toUpperCase().padStart(2, '0')}h`, effect = 'writes' } =
    facts ?? {};
  const common = { name, opcode, effect, clause: 'SPC-3 4.3', timeoutMs, cdb: struct(cdb.length, {}) } as const;
  return { spec: specOf(common, data), cdb, data, timeoutMs, decodeReply: (bytes) => bytes };
}

function specOf(
  common: Pick<CommandSpec, 'name' | 'opcode' | 'effect' | 'clause' | 'timeoutMs' | 'cdb'>,
  data: DataPhase,
): CommandSpec {
  switch (data.direction) {
    case 'in': {
      const { lengthBytes } = data;
      return { ...common, direction: 'in', payload: 'parameters', reply: rawBytes, replyBytes: () => lengthBytes };
    }
    case 'out':
      return { ...common, direction: 'out', payload: 'parameters', parameters: rawBytes };
    default:
      return common;
  }
}
