import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { Drive } from '../../src/drive/drive.ts';
import { readMultisession } from '../../src/read/multisession.ts';
import { compareData, type Difference, IMAGE_BLOCKS } from './data/compare.ts';
import type { Aspects } from './tao/aspects.ts';
import { recordedDisc } from './tao/recorded-disc.ts';

const COLUMNS = ['aspect', 'discwright', 'wodim', 'cdrskin'] as const;

/** The rows of the one table in docs/data-sequence.md. */
const listed = readFileSync(new URL('../../docs/data-sequence.md', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| '))
  .map((line) => line.slice(2, -2).split(' | '))
  .slice(1);

const rowOf = (difference: Difference): string => COLUMNS.map((column) => difference[column]).join(' | ');

describe('our sequence for a data session after audio, compared with those of wodim and cdrskin', () => {
  let ours: Aspects = {};
  let found: readonly Difference[] = [];
  beforeAll(async () => {
    ({ ours, differences: found } = await compareData());
  });

  test('differs in what docs/data-sequence.md lists, for a reason that it gives, and in nothing else', () => {
    expect(listed.map((cells) => cells.slice(0, COLUMNS.length).join(' | '))).toEqual(found.map(rowOf));
    expect(listed.filter((cells) => cells.length !== COLUMNS.length + 1 || (cells.at(-1)?.length ?? 0) < 20)).toEqual(
      [],
    );
  });

  test('is the same wherever it determines what is on the disc, apart from the blocks after the image', () => {
    expect(ours).toMatchObject({
      'tracks, in blocks': String(IMAGE_BLOCKS + 150),
      'page 05h TRACK_M': '4',
      'page 05h DBT': '8',
      'page 05h SESS_F': '0',
      'page 05h WR_T': '1',
      'page 05h MULTI_S': '0',
      'WRITE begins at': 'the next writable address',
    });
    const deciding = [
      'page 05h BUFE',
      'page 05h TST_W',
      'page 05h WR_T',
      'page 05h MULTI_S',
      'page 05h TRACK_M',
      'page 05h DBT',
      'page 05h FP',
      'page 05h COPY',
      'page 05h SESS_F',
      'page 05h APL',
      'page 05h, the rest',
      'page 05h MULTI_S at CLOSE SESSION',
      'WRITE begins at',
      'WRITE within a track',
      'READ TRACK INFORMATION before a track',
      'CLOSE TRACK',
    ];
    expect(found.filter(({ aspect }) => deciding.includes(aspect))).toEqual([]);
  });
});

test('readMultisession reads what `wodim -msinfo` printed of the same replies: 0,12938', async () => {
  const drive = new Drive(recordedDisc('wodim-msinfo', 'before'));
  expect(await readMultisession(drive)).toEqual({
    lastSessionStartLba: 0,
    nextWritableLba: 12_938,
    sessionOpen: false,
  });
});
