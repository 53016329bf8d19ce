import { describe, expect, test } from '@jest/globals';
import {
  openSimulatedDrive,
  personalities,
  personalityNamed,
  personalitySchema,
} from '../../../src/simulator/index.ts';

describe('personalities', () => {
  test('each has a unique name, says what a host notices and gives its source', () => {
    const names = personalities.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(names.toSorted());
    for (const { summary, source } of personalities) {
      expect(summary.length).toBeGreaterThan(20);
      expect(source.length).toBeGreaterThan(20);
    }
  });

  test('a drive is opened with one by name, in its path, or by the caller’s own data', async () => {
    for (const { name, identity } of personalities) {
      await using drive = await openSimulatedDrive(`?personality=${name}`);
      if (identity !== undefined) expect(drive.burner.identity).toEqual(identity);
      expect(drive.burner.behaviours.length).toBeGreaterThan(0);
    }
    const own = personalitySchema.parse({
      name: 'mine',
      summary: 'It does not know TEST UNIT READY.',
      source: 'invented',
      habits: [{ habit: 'refuses', commands: ['TEST UNIT READY'], sense: '5/20/00' }],
    });
    await using drive = await openSimulatedDrive('', { personality: own });
    const reply = await drive.send({ cdb: new Uint8Array(6), data: { direction: 'none' }, timeoutMs: 1_000 });
    expect(reply).toMatchObject({ status: 0x02 });
  });

  test('mistakes in the data are reported with their place', async () => {
    const base = { name: 'mine', summary: 'x', source: 'y' };
    const parse = (habit: unknown) => () => personalitySchema.parse({ ...base, habits: [habit] });
    expect(parse({ habit: 'sulks' })).toThrow(/habit/);
    expect(parse({ habit: 'refuses', commands: ['WRITE(99)'], sense: '5/20/00' })).toThrow(/WRITE\(99\)/);
    expect(parse({ habit: 'refuses', commands: ['WRITE(10)'], sense: 'no' })).toThrow(/5\/2C\/00/);
    expect(parse({ habit: 'mode-page', page: 0x33 })).toThrow(/mode page/);
    await expect(openSimulatedDrive('', { personality: 'angel' })).rejects.toThrow(/no personality "angel".*pioneer/);
    await expect(openSimulatedDrive('?personality=angel')).rejects.toThrow(/personality/);
    expect(personalityNamed('angel')).toBeUndefined();
  });
});
