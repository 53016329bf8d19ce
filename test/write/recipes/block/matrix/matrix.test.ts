import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { readDiscState } from '../../../../../src/index.ts';
import { benchWith, writingOpcodes } from './bench.ts';
import { differenceIsFound, OPERATIONS } from './cells.ts';
import { MATRIX } from './matrix.ts';
import { tableOf } from './table.mjs';

const names = Object.keys(MATRIX.media);

test('every disc of the matrix can be made, and every kind of cell is known', () => {
  expect(Object.keys(MATRIX.discs)).toEqual(names);
  for (const cells of Object.values(MATRIX.media)) {
    expect(Object.keys(MATRIX.operations)).toEqual(expect.arrayContaining(Object.keys(cells)));
    for (const cell of Object.values(cells)) expect(cell).toEqual(cell === 'yes' ? cell : { no: expect.any(String) });
    expect(Object.keys(cells)).toEqual(expect.arrayContaining(Object.keys(OPERATIONS)));
  }
});

test('docs/media.md has the matrix', () => {
  const text = readFileSync(new URL('../../../../../docs/media.md', import.meta.url), 'utf8');
  expect(text).toContain(tableOf(MATRIX));
});

describe.each(names)('%s', (name) => {
  test.each(Object.entries(OPERATIONS))('%s is as the matrix says', async (operation, { works, before, refused }) => {
    await using bench = await benchWith(name);
    const cell = MATRIX.media[name]?.[operation];
    if (cell === 'yes') return await works(bench);
    await before?.(bench);
    bench.transport.cdbs.length = 0;
    const disc = await readDiscState(bench.drive);
    await expect(refused(bench)).rejects.toMatchObject({
      name: 'BurnError',
      phase: 'planning',
      remedy: expect.any(String),
    });
    expect(writingOpcodes(bench)).toEqual([]);
    expect(await readDiscState(bench.drive)).toEqual(disc);
  });

  test('a block that reads back otherwise is found', async () => {
    await using bench = await benchWith(name);
    await differenceIsFound(bench);
  });
});
