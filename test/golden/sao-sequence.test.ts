import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { aspectsOf } from './sao/aspects.ts';
import { type Compared, compareAll, type Difference } from './sao/compare.ts';
import { ourSession, recordedSession } from './sao/steps.ts';

const COLUMNS = ['program', 'when', 'aspect', 'discwright', 'theirs'] as const;

/** The rows of the first table in docs/sao-sequence.md. */
const listed = readFileSync(new URL('../../docs/sao-sequence.md', import.meta.url), 'utf8')
  .split('\n## ', 1)
  .join()
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.slice(2, -2).split(' | '))
  .slice(1);

const rowOf = (difference: Difference): string => COLUMNS.map((column) => difference[column]).join(' | ');

describe('our Session-At-Once sequence, compared with those of wodim, cdrskin and cdrdao', () => {
  let found: Compared = { compared: 0, differences: [], aspects: new Set() };
  beforeAll(async () => {
    found = await compareAll();
  }, 60_000);

  test('differs in nothing that docs/sao-sequence.md does not list', () => {
    const rows = new Set(listed.map((cells) => cells.slice(0, COLUMNS.length).join(' | ')));
    expect(found.differences.map(rowOf).filter((row) => !rows.has(row))).toEqual([]);
  });

  test('differs in everything that docs/sao-sequence.md lists, for a reason that it gives', () => {
    const rows = new Set(found.differences.map(rowOf));
    const given = listed.map((cells) => cells.slice(0, COLUMNS.length).join(' | '));
    expect(given.filter((row) => !rows.has(row))).toEqual([]);
    expect(listed.filter((cells) => cells.length !== COLUMNS.length + 1 || (cells.at(-1)?.length ?? 0) < 20)).toEqual(
      [],
    );
  });

  test('every entry of the cue sheet, and what decides what is on the disc, is the same', () => {
    expect(found.compared).toBeGreaterThan(180);
    const deciding = [
      ...[...found.aspects].filter((aspect) => aspect.startsWith('cue sheet')),
      'page 05h BUFE',
      'page 05h TST_W',
      'page 05h WR_T',
      'page 05h MULTI_S',
      'page 05h DBT',
      'first WRITE',
      'WRITE of the program area',
      'WRITEs follow each other',
      'waits for it with',
      'CLOSE SESSION',
    ];
    expect(deciding.length).toBeGreaterThan(16);
    expect(found.differences.filter(({ aspect }) => deciding.includes(aspect))).toEqual([]);
  });

  test.each(['wodim-sao', 'cdrskin-sao', 'cdrdao-write'])('%s, as its README describes it', (run) => {
    expect(aspectsOf(recordedSession(run), 0)).toMatchObject({
      'page 05h WR_T': '2',
      'first WRITE': 'LBA -150',
      'CLOSE SESSION': 'not sent',
    });
  });

  test('the packs of the lead-in are those of wodim, to the last bit of 63,936 bytes', async () => {
    const theirs = recordedSession('wodim-sao-text');
    const ours = await ourSession('taken', true);
    expect(ours.leadInCrc(theirs.firstLeadInBytes)).toBe('8cc508df');
    expect(theirs.leadInCrc(theirs.firstLeadInBytes)).toBe('8cc508df');
  });
});
