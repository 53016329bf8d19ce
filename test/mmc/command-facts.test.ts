import { describe, expect, test } from '@jest/globals';
import { rawBytes, struct } from '../../src/codec/index.ts';
import { commandByOpcode, commandFacts, commands } from '../../src/mmc/commands/index.ts';
import { undeclaredCommands } from '../../src/mmc/undeclared-commands.ts';
import { type CommandFacts, defineCommand } from '../../src/scsi/command.ts';

const every = Array.from({ length: 0x100 }, (_, opcode) => commandFacts(opcode)).filter((facts) => facts !== undefined);
const opcodesOf = (known: readonly CommandFacts[], is: (facts: CommandFacts) => boolean) =>
  [...new Set(known.filter(is).map(({ opcode }) => opcode))].sort((one, other) => one - other);
const declared = commands.map(({ spec }): CommandFacts => spec);

describe('facts about commands', () => {
  test('which declared commands write', () => {
    expect(opcodesOf(declared, ({ effect }) => effect === 'writes')).toEqual([
      0x04, 0x2a, 0x35, 0x53, 0x54, 0x5b, 0x5d, 0xa1, 0xaa, 0xbf,
    ]);
  });

  test('which known commands write', () => {
    expect(opcodesOf(every, ({ effect }) => effect === 'writes')).toEqual([
      0x04, 0x0a, 0x2a, 0x2e, 0x35, 0x53, 0x54, 0x58, 0x5b, 0x5d, 0xa1, 0xaa, 0xbf,
    ]);
  });

  test('which carry blocks of the disc', () => {
    const blocks = every.filter(({ payload }) => payload === 'blocks');
    expect(opcodesOf(blocks, ({ direction }) => direction === 'in')).toEqual([0x08, 0x28, 0xa8, 0xb9, 0xbe]);
    expect(opcodesOf(blocks, ({ direction }) => direction === 'out')).toEqual([0x0a, 0x2a, 0x2e, 0xaa]);
  });

  test('which send data', () => {
    expect(opcodesOf(every, ({ direction }) => direction === 'out')).toEqual([
      0x04, 0x0a, 0x15, 0x1d, 0x2a, 0x2e, 0x3b, 0x4c, 0x54, 0x55, 0x5d, 0xa3, 0xaa, 0xb5, 0xb6, 0xbf, 0xfc,
    ]);
  });

  test('no command is in both tables, and forms of one opcode agree', () => {
    for (const { opcode, effect, direction, payload } of declared) {
      expect(undeclaredCommands.get(opcode)).toBeUndefined();
      expect(commandByOpcode(opcode)?.spec).toMatchObject({ effect });
      expect(commandFacts(opcode)).toMatchObject({ ...(direction === undefined ? {} : { direction, payload }) });
    }
  });

  test('commands with data have a payload, and those without have none', () => {
    for (const { direction = 'none', payload } of every) expect(payload === undefined).toBe(direction === 'none');
  });

  test('there are none for an unknown opcode', () => {
    expect(commandFacts(0xd8)).toBeUndefined();
  });
});

test('a command cannot be declared without its effect, or with data but without their payload', () => {
  const common = { name: 'X', opcode: 0xd8, clause: 'none', timeoutMs: 1, cdb: struct(6, {}) } as const;
  // @ts-expect-error effect is missing
  defineCommand({ ...common });
  // @ts-expect-error payload is missing
  defineCommand({ ...common, effect: 'reads', direction: 'in', reply: rawBytes });
  // @ts-expect-error payload is missing
  defineCommand({ ...common, effect: 'writes', direction: 'out', parameters: rawBytes });
  // @ts-expect-error there is no data
  defineCommand({ ...common, effect: 'reads', payload: 'blocks' });
  expect(defineCommand({ ...common, effect: 'reads' }).spec.effect).toBe('reads');
});
