import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { type Compared, compareBlockRuns, type Difference, recordedRuns } from './block/compare.ts';

const COLUMNS = ['when', 'aspect', 'discwright', 'growisofs', 'xorriso', 'cdrskin'] as const;

/** The rows of the one table in docs/dvd-bd-sequence.md. */
const listed = readFileSync(new URL('../../docs/dvd-bd-sequence.md', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.slice(2, -2).split(' | '))
  .slice(1);

const rowOf = (difference: Difference): string => COLUMNS.map((column) => difference[column]).join(' | ');

describe('our sequence for a DVD or BD, compared with those of growisofs, xorriso and cdrskin', () => {
  let compared: Compared;
  beforeAll(async () => {
    compared = await compareBlockRuns();
  });

  test('differs in what docs/dvd-bd-sequence.md lists, for a reason that it gives, and in nothing else', () => {
    expect(listed.map((cells) => cells.slice(0, COLUMNS.length).join(' | '))).toEqual(compared.differences.map(rowOf));
    expect(listed.filter((cells) => cells.length !== COLUMNS.length + 1 || (cells.at(-1)?.length ?? 0) < 20)).toEqual(
      [],
    );
  });

  test('has page 05h on DVD-R and DVD-RW alone, with every field that decides what is on the disc as libburn has it', () => {
    const data = { WR_T: 0, BUFE: 1, TST_W: 0, FP: 1, COPY: 0, TRACK_M: 5, DBT: 8, SESS_F: 0, PACK_SIZE: 16 };
    const pages = Object.fromEntries(recordedRuns.map((run) => [run, compared.ours[run]?.page]));
    expect(pages).toMatchObject({
      'DVD-R': { ...data, MULTI_S: 3, LS_V: 1, LINK_S: 16 },
      'DVD-R finalized': { ...data, MULTI_S: 0, LS_V: 1, LINK_S: 16 },
      'DVD-R in one go': { ...data, MULTI_S: 0, WR_T: 2, FP: 0, PACK_SIZE: 0 },
      'DVD-RW': { ...data, MULTI_S: 3, LS_V: 1, LINK_S: 16 },
      'DVD-RW in one go': { ...data, MULTI_S: 0, WR_T: 2, FP: 0, PACK_SIZE: 0 },
      'DVD-RW overwritten': { ...data, MULTI_S: 0, LS_V: 0 },
    });
    const without = recordedRuns.filter((run) => !run.startsWith('DVD-R') || run === 'DVD-RAM');
    expect(without.map((run) => compared.ours[run]?.page)).toEqual(without.map(() => undefined));
  });

  test('ends each kind of disc with the functions of CLOSE TRACK SESSION that it has', () => {
    const closes = Object.entries(compared.ours).map(([run, { words }]) => [
      run,
      words['after the last WRITE']
        ?.split(', ')
        .filter((word) => word.startsWith('CLOSE'))
        .map((word) => Number(word.split(' ')[1])),
    ]);
    expect(Object.fromEntries(closes)).toEqual({
      'DVD-R': [1, 2],
      'DVD-R finalized': [1, 2],
      'DVD-R in one go': [],
      'DVD-RW': [1, 2],
      'DVD-RW in one go': [],
      'DVD-RW overwritten': [2],
      'DVD+R': [1, 2],
      'DVD+R finalized': [1, 6],
      'DVD+RW': [0, 2],
      'DVD-RAM': [],
      'BD-R': [1, 2],
      'BD-R finalized': [1, 6],
      'BD-RE': [],
    });
  });
});
