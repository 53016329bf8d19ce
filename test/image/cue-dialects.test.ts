import { describe, expect, test } from '@jest/globals';
import { type CueSheet, parseCueSheet } from '../../src/image/index.ts';

const read = (...lines: string[]): CueSheet => parseCueSheet(lines.join('\r\n'), { name: 'x.cue' });

/** A sheet of one audio track with these lines in the track. */
const inTrack = (...lines: string[]) =>
  read('FILE a.bin BINARY', 'TRACK 01 AUDIO', ...lines, 'INDEX 01 00:00:00').tracks[0];
const warningsOf = (...lines: string[]) =>
  read('FILE a.bin BINARY', 'TRACK 01 AUDIO', ...lines, 'INDEX 01 00:00:00').warnings;

/** A sheet of one audio track with these lines before the file. */
const inHead = (...lines: string[]) => read(...lines, 'FILE a.bin BINARY', 'TRACK 01 AUDIO', 'INDEX 01 00:00:00');

test('quotation marks inside texts, texts without any, hyphens and one-digit times', () => {
  const sheet = read(
    'PERFORMER "The "Real" Band"',
    'TITLE Songs of the Coast',
    'FILE my image.bin BINARY',
    '  TRACK 01 AUDIO',
    '    TITLE "The "Best" Song"',
    '    ARRANGER "A. Nother"',
    '    ISRC gb-aye-65-00331',
    '    INDEX 01 0:0:0',
  );
  expect(sheet).toMatchObject({ performer: 'The "Real" Band', title: 'Songs of the Coast', warnings: [] });
  expect(sheet.files).toEqual([{ name: 'my image.bin', type: 'BINARY' }]);
  expect(sheet.tracks).toMatchObject([
    { title: 'The "Best" Song', arranger: 'A. Nother', isrc: 'GBAYE6500331', file: 'my image.bin' },
  ]);
});

describe('texts', () => {
  test.each([
    ['"Weird Al" Yankovic', '"Weird Al" Yankovic'],
    ['""Heroes""', '"Heroes"'],
    ['"7" Single"', '7" Single'],
    ['"say \\"yes\\""', 'say "yes"'],
    ['two  words', 'two  words'],
    ["'Round Midnight", "'Round Midnight"],
    ['"x"', 'x'],
  ])('TITLE %s', (written, text) => {
    expect(inTrack(`TITLE ${written}`)?.title).toBe(text);
    expect(warningsOf(`TITLE ${written}`)).toEqual([]);
  });

  test('an unpaired quotation mark is removed with a warning', () => {
    expect(inTrack('TITLE "Half')?.title).toBe('Half');
    expect(warningsOf('TITLE "Half')).toEqual(['x.cue, line 3: the quotation mark at the end is missing: TITLE "Half']);
  });

  test('every text of CD-TEXT, for the disc and for a track; empty ones are left out', () => {
    const lines = ['SONGWRITER "S"', 'COMPOSER "C"', 'ARRANGER A', 'MESSAGE "M"', 'PERFORMER "P"', 'TITLE ""'];
    const texts = { songwriter: 'S', composer: 'C', arranger: 'A', message: 'M', performer: 'P' };
    const disc = inHead(...lines);
    expect(disc).toMatchObject(texts);
    expect(inTrack(...lines)).toMatchObject(texts);
    expect('title' in disc).toBe(false);
    expect(disc.warnings).toEqual([]);
  });

  test('a text that is given twice', () => {
    expect(inTrack('TITLE one', 'TITLE two')?.title).toBe('two');
    expect(warningsOf('TITLE one', 'TITLE two')).toEqual([expect.stringMatching(/line 4: this text was given before/)]);
  });
});

describe('FILE', () => {
  test.each([
    ['"a b.bin" BINARY', 'a b.bin', 'BINARY'],
    ['a b.bin binary', 'a b.bin', 'BINARY'],
    ['"the "best".wav" WAVE', 'the "best".wav', 'WAVE'],
    ['big.raw MOTOROLA', 'big.raw', 'MOTOROLA'],
    ['x.aiff AIFF', 'x.aiff', 'AIFF'],
    ['"x.mp3" MP3', 'x.mp3', 'MP3'],
  ])('%s', (rest, name, type) => {
    const sheet = read(`FILE ${rest}`, 'TRACK 01 AUDIO', 'INDEX 01 00:00:00');
    expect(sheet.files).toEqual([{ name, type }]);
  });

  test('named again for each track is one file; named again after another is refused', () => {
    const again = ['FILE a.bin BINARY', 'TRACK 01 AUDIO', 'INDEX 01 00:00:00', 'FILE a.bin BINARY', 'TRACK 02 AUDIO'];
    expect(read(...again, 'INDEX 01 00:04:00').files).toHaveLength(1);
    const other = ['FILE b.bin BINARY', 'FILE a.bin BINARY'];
    expect(() => read(...again, 'INDEX 01 00:04:00', ...other)).toThrow(/line 8: this file was named before/);
  });

  test('that has no track is said', () => {
    const sheet = read('FILE b.bin BINARY', 'FILE a.bin BINARY', 'TRACK 01 AUDIO', 'INDEX 01 00:00:00');
    expect(sheet.warnings).toEqual(['x.cue: no track is in the file "b.bin"']);
  });
});

describe('TRACK', () => {
  test.each([
    ['AUDIO', 'AUDIO'],
    ['audio', 'AUDIO'],
    ['CDG', 'CDG'],
    ['MODE1/2048', 'MODE1/2048'],
    ['MODE1/2352', 'MODE1/2352'],
    ['MODE1/2448', 'MODE1/2448'],
    ['MODE2/2048', 'MODE2/2048'],
    ['MODE2/2324', 'MODE2/2324'],
    ['MODE2/2332', 'MODE2/2332'],
    ['MODE2/2336', 'MODE2/2336'],
    ['MODE2/2342', 'MODE2/2324'],
    ['MODE2/2352', 'MODE2/2352'],
    ['MODE2/2448', 'MODE2/2448'],
    ['CDI/2336', 'CDI/2336'],
    ['CDI/2352', 'CDI/2352'],
    ['MODE1', 'MODE1/2048'],
    ['MODE1_RAW', 'MODE1/2352'],
    ['MODE2', 'MODE2/2336'],
    ['MODE2_RAW', 'MODE2/2352'],
    ['MODE2_FORM1', 'MODE2/2048'],
    ['MODE2_FORM2', 'MODE2/2324'],
    ['MODE2_FORM_MIX', 'MODE2/2336'],
  ])('%s', (written, mode) => {
    expect(read('FILE a.bin BINARY', `TRACK 1 ${written}`, 'INDEX 1 0:0:0').tracks[0]?.mode).toBe(mode);
  });

  test.each(['0', '100', '-1', '1.5', '0x1', '1e0', '', 'one'])('number %s is refused', (number) => {
    expect(() => read('FILE a.bin BINARY', `TRACK ${number} AUDIO`)).toThrow(/line 2: /);
  });

  test('a mode of Object.prototype is none', () => {
    expect(() => read('FILE a.bin BINARY', 'TRACK 01 toString')).toThrow(/line 2: unknown track mode/);
  });
});

describe('INDEX, PREGAP, POSTGAP', () => {
  const position = (text: string) =>
    read('FILE a.bin BINARY', 'TRACK 01 AUDIO', `INDEX 01 ${text}`).tracks[0]?.indexes[0]?.positionBlocks;

  test('positions of one digit, and of a hundred minutes', () => {
    expect(position('0:0:0')).toBe(0);
    expect(position('1:2:3')).toBe(4_653);
    expect(position('100:00:05')).toBe(450_005);
  });

  test.each(['00:60:00', '00:00:75', '1:2', '1:2:3:4', '-1:00:00', '1.5:00:00', '1000:00:00', ''])(
    '%s is refused',
    (text) => {
      expect(() => position(text)).toThrow(/line 3: not a position/);
    },
  );

  test.each(['2', '-0', '0.5', '1e0', '100', 'x'])('the number %s is refused at first', (number) => {
    expect(() => read('FILE a.bin BINARY', 'TRACK 01 AUDIO', `INDEX ${number} 00:00:00`)).toThrow(/line 3: indexes/);
  });

  test('what follows a mode or a position is not kept, and that is said', () => {
    const sheet = read('FILE a.bin BINARY', 'TRACK 01 AUDIO 2352', 'INDEX 01 00:00:00 00:04:00');
    expect(sheet.warnings).toEqual([
      'x.cue, line 2: what follows the mode is not kept: TRACK 01 AUDIO 2352',
      'x.cue, line 3: what follows the position is not kept: INDEX 01 00:00:00 00:04:00',
    ]);
  });

  test('a track that begins before the one before it is refused', () => {
    const lines = ['FILE a.bin BINARY', 'TRACK 01 AUDIO', 'INDEX 01 00:04:00', 'TRACK 02 AUDIO', 'INDEX 01 00:02:00'];
    expect(() => read(...lines)).toThrow(/line 5: indexes are not in order/);
  });

  test('pauses that are not in the file', () => {
    expect(inTrack('PREGAP 0:2:0', 'POSTGAP 00:01:00')).toMatchObject({ pregapBlocks: 150, postgapBlocks: 75 });
    expect(() => inTrack('PREGAP 2')).toThrow(/line 3: not a length/);
  });

  test('a pause at the end of the file before', () => {
    const sheet = read(
      'FILE "01.wav" WAVE',
      'TRACK 01 AUDIO',
      'INDEX 01 00:00:00',
      'TRACK 02 AUDIO',
      'INDEX 00 00:05:00',
      'FILE "02.wav" WAVE',
      'INDEX 01 00:00:00',
    );
    expect(sheet.tracks[1]).toMatchObject({
      file: '02.wav',
      indexes: [
        { number: 0, file: '01.wav', positionBlocks: 375 },
        { number: 1, file: '02.wav', positionBlocks: 0 },
      ],
    });
  });
});

describe('identifiers', () => {
  test.each([
    ['CATALOG 4006381333931', '4006381333931', undefined],
    ['CATALOG "4006381333931"', '4006381333931', undefined],
    ['UPC_EAN "4006381333931"', '4006381333931', undefined],
    ['UPC/EAN 400638-1333931', '4006381333931', undefined],
    ['CATALOG 012345678905', '0012345678905', undefined],
    ['CATALOG 4006381333932', '4006381333932', /checks the others, is wrong/],
    ['CATALOG 40063813339', undefined, /has 13 digits: this one is not kept/],
    ['CATALOG 400638133393X', undefined, /has 13 digits/],
    ['CATALOG 0000000000000', undefined, /zeros are not a catalogue number/],
  ])('%s', (line, catalog, doubt) => {
    const sheet = inHead(line);
    expect(sheet.catalog).toBe(catalog);
    expect(sheet.warnings).toEqual(doubt === undefined ? [] : [expect.stringMatching(doubt)]);
  });

  test('two that differ: the first one is kept', () => {
    const sheet = inHead('CATALOG 4006381333931', 'UPC_EAN 9780201379624');
    expect(sheet.catalog).toBe('4006381333931');
    expect(sheet.warnings).toEqual([expect.stringMatching(/line 2: this is not the one given before/)]);
  });

  test.each([
    ['GBAYE6500331', 'GBAYE6500331', undefined],
    ['GB-AYE-65-00331', 'GBAYE6500331', undefined],
    ['"gbaye6500331"', 'GBAYE6500331', undefined],
    ['GBAYE650033', undefined, /this one is not kept/],
    ['GBAYE65003311', undefined, /this one is not kept/],
    ['GBAYE65O0331', undefined, /this one is not kept/],
    ['000000000000', undefined, /zeros are not an ISRC/],
  ])('ISRC %s', (written, isrc, doubt) => {
    expect(inTrack(`ISRC ${written}`)?.isrc).toBe(isrc);
    expect(warningsOf(`ISRC ${written}`)).toEqual(doubt === undefined ? [] : [expect.stringMatching(doubt)]);
  });
});

test('flags are read in any case; unknown ones are left out with a warning', () => {
  expect(inTrack('FLAGS dcp 4CH PRE SCMS')?.flags).toEqual(['DCP', '4CH', 'PRE', 'SCMS']);
  expect(inTrack('FLAGS DCP FOO')?.flags).toEqual(['DCP']);
  expect(warningsOf('FLAGS DCP FOO')).toEqual([expect.stringMatching(/line 3: only the flags DCP, 4CH, PRE and SCMS/)]);
  const data = read('FILE a.bin BINARY', 'TRACK 01 MODE1/2048', 'FLAGS DATA DCP', 'INDEX 01 00:00:00');
  expect(data).toMatchObject({ warnings: [], tracks: [{ flags: ['DCP'] }] });
});

describe('REM', () => {
  const sessions = (...words: string[]) =>
    read(
      'FILE a.bin BINARY',
      ...words.flatMap((word, index) => [`REM ${word}`, `TRACK ${index + 1} AUDIO`, `INDEX 01 00:0${4 * index}:00`]),
    );

  test('SESSION with the number of one', () => {
    expect(sessions('SESSION 01', 'SESSION 2').tracks.map(({ session }) => session)).toEqual([1, 2]);
  });

  test.each([
    'SESSION notes of 1999',
    'SESSION',
    'SESSION 1.5',
    'GENRE Rock',
    'SINGLE-DENSITY AREA',
    '"',
    'MESSAGE for you',
  ])('%s is a comment', (comment) => {
    expect(sessions('', comment)).toMatchObject({ warnings: [], tracks: [{ session: 1 }, { session: 1 }] });
  });

  test('an impossible session number is ignored with a warning', () => {
    const sheet = sessions('SESSION 01', 'SESSION 07');
    expect(sheet.tracks[1]?.session).toBe(1);
    expect(sheet.warnings).toEqual([expect.stringMatching(/line 5: session numbers are not consecutive/)]);
  });

  test('texts in quotation marks that other programs would not read as commands', () => {
    expect(inTrack('REM COMPOSER "C. Omposer"', 'REM ARRANGER "A"')).toMatchObject({
      composer: 'C. Omposer',
      arranger: 'A',
    });
  });
});

test('commands that say nothing about the image are not kept, and that is said', () => {
  expect(inHead('GENRE Rock').warnings).toEqual(['x.cue, line 1: GENRE is not kept: GENRE Rock']);
});

test.each(['\x1a', '\r\n\x1a\x1a\x1a', '\r\n\x1a\0\0'])('the end mark of DOS programs (%j) is not a command', (end) => {
  const text = `FILE a.bin BINARY\nTRACK 01 AUDIO\nINDEX 01 00:00:00${end}`;
  expect(parseCueSheet(text, { name: 'x.cue' }).tracks).toHaveLength(1);
});
