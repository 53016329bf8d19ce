import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { aspectsOf } from './tao/aspects.ts';
import { compareAll, type Difference } from './tao/compare.ts';
import { LENGTHS, ourSteps } from './tao/our-runs.ts';
import { recordedSteps } from './tao/steps.ts';

const COLUMNS = ['when', 'aspect', 'discwright', 'wodim', 'cdrskin'] as const;

/** The rows of the one table in docs/tao-sequence.md. */
const listed = readFileSync(new URL('../../docs/tao-sequence.md', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.slice(2, -2).split(' | '))
  .slice(1);

const rowOf = (difference: Difference): string => COLUMNS.map((column) => difference[column]).join(' | ');

describe('our Track-At-Once sequence, compared with those of wodim and cdrskin', () => {
  let found: readonly Difference[] = [];
  let compared = 0;
  beforeAll(async () => {
    ({ differences: found, compared } = await compareAll());
  });

  test('differs in nothing that docs/tao-sequence.md does not list', () => {
    const rows = new Set(listed.map((cells) => cells.slice(0, COLUMNS.length).join(' | ')));
    expect(found.map(rowOf).filter((row) => !rows.has(row))).toEqual([]);
  });

  test('differs in everything that docs/tao-sequence.md lists, for a reason that it gives', () => {
    const rows = new Set(found.map(rowOf));
    expect(listed.map((cells) => cells.slice(0, COLUMNS.length).join(' | ')).filter((row) => !rows.has(row))).toEqual(
      [],
    );
    expect(listed.filter((cells) => cells.length !== COLUMNS.length + 1 || (cells.at(-1)?.length ?? 0) < 20)).toEqual(
      [],
    );
  });

  test('is the same wherever it determines what is on the disc', () => {
    expect(compared).toBeGreaterThan(150);
    const deciding = [
      'page 05h BUFE',
      'page 05h TST_W',
      'page 05h WR_T',
      'page 05h TRACK_M',
      'page 05h DBT',
      'page 05h FP',
      'page 05h COPY',
      'page 05h SESS_F',
      'page 05h APL',
      'page 05h, the rest',
      'page 05h MULTI_S at CLOSE SESSION',
      'tracks, in blocks',
      'WRITE begins at',
      'WRITE within a track',
      'WRITE byte 1 (FUA)',
      'READ TRACK INFORMATION before a track',
      'CLOSE TRACK',
      'waits for a flush or a close with',
    ];
    expect(found.filter(({ aspect }) => deciding.includes(aspect))).toEqual([]);
  });

  test.each([
    ['finalize', '0', '0', '0'],
    ['multi', '3', '0', '3'],
    ['dummy', '0', '1', '0'],
  ] as const)('%s: page 05h says so', async (run, multiSession, testWrite, atClose) => {
    expect(aspectsOf(await ourSteps(run))).toMatchObject({
      'tracks, in blocks': LENGTHS.join(', '),
      'page 05h MULTI_S': multiSession,
      'page 05h TST_W': testWrite,
      'page 05h MULTI_S at CLOSE SESSION': atClose,
      'page 05h WR_T': '1',
      'WRITE begins at': 'the next writable address',
    });
  });

  test.each(['wodim-tao', 'cdrskin-tao'])('%s, as its README describes it', (run) => {
    expect(aspectsOf(recordedSteps(run))).toMatchObject({
      'tracks, in blocks': LENGTHS.join(', '),
      'blocks between tracks': '150',
      'page 05h BUFE': '1',
      'page 05h APL': '150',
      'READ TRACK INFORMATION before a track': 'type 1, 00 00 00 ff',
      'CLOSE TRACK': 'not sent',
    });
  });
});
