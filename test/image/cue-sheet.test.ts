import { expect, test } from '@jest/globals';
import { alteredTexts, type CueDisc, cueSheet } from '../../src/image/cue-sheet.ts';
import { parseCueSheet } from '../../src/image/index.ts';

const disc = (album: CueDisc['album'], texts: CueDisc['album']): CueDisc => ({
  binName: 'a.bin',
  album,
  tracks: [{ number: 1, session: 1, mode: 'AUDIO', indexes: [[1, 0]], texts }],
});

test('every text of CD-TEXT is written so that every program reads the sheet, and read again', () => {
  const texts = { title: 'T', performer: 'P', songwriter: 'S', composer: 'C', arranger: 'A', message: 'M' };
  const sheet = cueSheet(disc(texts, texts));
  expect(sheet).toContain('\nREM COMPOSER "C"\n');
  expect(parseCueSheet(sheet, { name: 'a.cue' })).toMatchObject({ ...texts, warnings: [], tracks: [texts] });
});

test('texts that a sheet cannot have are altered, and that is said', () => {
  const altered = disc({ title: 'The "Best"' }, { message: 'one\ntwo' });
  expect(parseCueSheet(cueSheet(altered), { name: 'a.cue' })).toMatchObject({
    title: "The 'Best'",
    tracks: [{ message: 'one two' }],
  });
  expect(alteredTexts(altered)).toEqual([
    'quotation marks and line ends in the title of the disc are written as apostrophes and blanks',
    'quotation marks and line ends in the message of track 1 are written as apostrophes and blanks',
  ]);
  expect(alteredTexts(disc({ title: 'plain' }, {}))).toEqual([]);
});
