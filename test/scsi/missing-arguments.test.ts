import { describe, expect, test } from '@jest/globals';
import { EncodeError, toHex } from '../../src/codec/index.ts';
import * as mmc from '../../src/mmc/index.ts';

type AnyCommand = ((...given: unknown[]) => mmc.Command) & { readonly spec: mmc.CommandSpec };

const commands = Object.entries(mmc).filter(
  (entry): entry is [string, AnyCommand] =>
    typeof entry[1] === 'function' && 'spec' in entry[1] && 'cdb' in (entry[1].spec as object),
);

describe('a command', () => {
  test('whose fields all have a default is made without any', () => {
    expect(toHex(mmc.testUnitReady().cdb)).toBe('000000000000');
    expect(toHex(mmc.readCapacity().cdb)).toBe('25000000000000000000');
    expect(toHex(mmc.preventAllowMediumRemoval().cdb)).toBe('1e0000000000');
  });

  test('that needs a field names it', () => {
    // @ts-expect-error: the type asks for it, too
    expect(() => mmc.readDiscInformation()).toThrow('READ DISC INFORMATION: allocationLength is missing');
    // @ts-expect-error: the type asks for it, too
    expect(() => mmc.read10()).toThrow('READ(10): lba is missing');
  });

  test('that sends data says so when it is left out', () => {
    // @ts-expect-error: the type asks for it, too
    expect(() => mmc.write10({ lba: 0, lengthBlocks: 1 })).toThrow(
      'WRITE(10): its data is missing: give it as the second argument',
    );
  });

  test('refuses a field that it does not have', () => {
    expect(() => mmc.read10({ lba: 0, lengthBlock: 1 } as never)).toThrow(
      /^READ\(10\): there is no field 'lengthBlock'\. The fields are .*lengthBlocks/,
    );
    for (const given of [null, 3, [0, 1]]) expect(() => mmc.read10(given as never)).toThrow(/give an object$/);
  });

  test.each(commands)('%s without arguments is made, or says what is missing', (_name, command) => {
    let made: mmc.Command | undefined;
    try {
      made = command();
    } catch (error) {
      expect(error).toBeInstanceOf(EncodeError);
      expect((error as Error).message).toMatch(/^[A-Z][^:]*: .* (is|are) missing/);
    }
    if (made !== undefined) expect(made.cdb[0]).toBe(command.spec.opcode);
  });
});
