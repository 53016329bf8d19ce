import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { JobError } from '../../../src/job/job-error.ts';
import { parseToc } from '../../../src/job/toc/parse-toc.ts';
import {
  TOC_MODES,
  TOC_TYPES,
  type Toc,
  type TocLength,
  type TocMode,
  type TocPart,
  type TocTexts,
  type TocTrack,
} from '../../../src/job/toc/toc-model.ts';
import { printToc } from './print-toc.ts';

const parse = (...lines: string[]): Toc => parseToc(lines.join('\n'), 'x.toc');
const inTrack = (...lines: string[]) => parse('TRACK AUDIO', ...lines).tracks[0];

describe('the syntax of cdrdao', () => {
  test('header, comments and CD-TEXT with several languages', () => {
    const toc = parse(
      'CD_ROM CD_DA // the last one counts',
      'CATALOG "4006381333931"',
      '// a comment "with a mark',
      'CD_TEXT {',
      '  LANGUAGE_MAP { 0 : EN 1:8 }',
      '  LANGUAGE 0 { TITLE "A \\"b\\" c" UPC_EAN "" GENRE { 0, 5, 65 } SIZE_INFO { 0, 1, 3 } }',
      '  LANGUAGE 1 { TITLE "T\\374r" }',
      '}',
      'TRACK AUDIO',
      'SILENCE 1000',
    );
    expect(toc).toMatchObject({ type: 'CD_DA', catalog: '4006381333931' });
    expect([...toc.languages]).toEqual([
      [0, 9],
      [1, 8],
    ]);
    expect([...toc.texts]).toEqual([
      [
        0,
        {
          characterCode: 0,
          texts: [
            { item: 'TITLE', value: { text: 'A "b" c' } },
            { item: 'UPC_EAN', value: { text: '' } },
            { item: 'GENRE', value: { bytes: [0, 5, 65] } },
          ],
        },
      ],
      [1, { texts: [{ item: 'TITLE', value: { text: 'Tür' } }] }],
    ]);
  });

  test('flags, in any order, and cleared again', () => {
    const lines = ['COPY', 'PRE_EMPHASIS', 'FOUR_CHANNEL_AUDIO', 'ISRC "DEABC1234567"', 'NO COPY', 'SILENCE 0:4:0'];
    expect(inTrack(...lines)).toMatchObject({
      copy: false,
      preEmphasis: true,
      fourChannel: true,
      isrc: 'DEABC1234567',
      parts: [{ kind: 'silence', length: { blocks: 300 }, line: 7 }],
    });
    expect(inTrack('FOUR_CHANNEL_AUDIO', 'TWO_CHANNEL_AUDIO', 'SILENCE 1')?.fourChannel).toBe(false);
  });

  test('files with SWAP, offset, start and length; a length of 0 is the rest of the file', () => {
    const { parts } = inTrack(
      'FILE "a.wav" 0',
      'AUDIOFILE "a b.raw" SWAP #44 588 0:1:0',
      'FILE "c.wav" 1:0:0 0',
      'DATAFILE "d.bin" #100 2000',
    ) as TocTrack;
    expect(parts).toEqual([
      { line: 2, kind: 'audiofile', name: 'a.wav', swap: false, offsetBytes: 0, start: { units: 0 } },
      {
        line: 3,
        kind: 'audiofile',
        name: 'a b.raw',
        swap: true,
        offsetBytes: 44,
        start: { units: 588 },
        length: { blocks: 75 },
      },
      { line: 4, kind: 'audiofile', name: 'c.wav', swap: false, offsetBytes: 0, start: { blocks: 4_500 } },
      { line: 5, kind: 'datafile', name: 'd.bin', offsetBytes: 100, length: { units: 2_000 } },
    ]);
  });

  test('START, END and INDEX; PREGAP is silence and START', () => {
    expect(inTrack('SILENCE 1', 'START', 'SILENCE 2', 'END 1:0:0', 'INDEX 0:10:0', 'INDEX 0:20:5')).toMatchObject({
      start: { part: 1 },
      end: { blocks: 4_500 },
      indexBlocks: [750, 1_505],
    });
    expect(inTrack('PREGAP 0:2:0', 'SILENCE 2')).toMatchObject({
      start: { part: 1 },
      parts: [
        { kind: 'silence', length: { blocks: 150 } },
        { kind: 'silence', length: { units: 2 } },
      ],
    });
  });

  test('data tracks, with sub-channel, and zeros of another mode', () => {
    const toc = parse(
      'CD_ROM_XA',
      'TRACK MODE2_FORM_MIX RW_RAW',
      'DATAFILE "a"',
      'ZERO MODE0 RW 0:2:0',
      'ZERO 00:02:00',
    );
    expect(toc.tracks[0]).toMatchObject({
      mode: 'MODE2_FORM_MIX',
      subChannel: 'RW_RAW',
      parts: [
        { kind: 'datafile', name: 'a' },
        { kind: 'zero', mode: 'MODE0', subChannel: 'RW', length: { blocks: 150 } },
        { kind: 'zero', length: { blocks: 150 } },
      ],
    });
  });

  test('the examples of its manual page', () => {
    const composed = parse(
      'CD_DA',
      'TRACK AUDIO',
      'FILE "pregapdata.wav" 0',
      'START',
      'FILE "track.cdr" 1:0:0 1:0:0',
      'SILENCE 0:2:0',
      'FILE "track.cdr" 2:0:0',
      'INDEX 2:0:0',
      'INDEX 4:0:0',
    );
    expect(composed.tracks[0]).toMatchObject({ start: { part: 1 }, indexBlocks: [9_000, 18_000] });
    const mixed = parse(
      'CD_ROM',
      'TRACK MODE1',
      'DATAFILE "data_1"',
      'ZERO 00:02:00 // post-gap',
      '',
      'TRACK AUDIO',
      'SILENCE 00:02:00 // pre-gap',
      'START',
      'FILE "data_2.wav" 0',
    );
    expect(mixed.tracks.map(({ mode }) => mode)).toEqual(['MODE1', 'AUDIO']);
  });
});

test.each([
  [[''], /line 1: the TOC file has no tracks/],
  [['TRACK AUDIO'], /line 1: what the track is made of is expected, not the end of the file/],
  [['TRACK MODE0', 'ZERO 1'], /line 1: a track of Mode 0 has no data/],
  [['TRACK AUDIO', 'FIFO "x" 100'], /line 2: a track from a named pipe \(FIFO\)/],
  [['TRACK AUDIO', 'FILE "-" 0'], /line 2: a track from standard input/],
  [['TRACK AUDIO', 'FILE "" 0'], /line 2: the name of the file is empty/],
  [['TRACK AUDIO', 'FILE "a'], /line 2: the quotation mark at the end of a text is missing/],
  [['TRACK AUDIO', 'FILE a.wav 0'], /line 2: the name of a file in quotation marks is expected, not "a"|unexpected/],
  [['TRACK AUDIO', 'FILE "a" 0:60:0'], /line 2: seconds is too large: 60/],
  [['TRACK AUDIO', 'SILENCE 0'], /line 2: the length is zero/],
  [['TRACK AUDIO', 'PREGAP 0:0:0', 'SILENCE 1'], /line 2: the length of the pregap is zero/],
  [['TRACK AUDIO', 'SILENCE 1', 'START', 'START'], /line 4: the end of the pregap was given before/],
  [['TRACK MODE1', 'FILE "a" 0'], /line 2: FILE is only for audio tracks/],
  [['TRACK MODE1', 'SILENCE 1'], /line 2: SILENCE is only for audio tracks/],
  [['TRACK AUDIO', 'SILENCE 1', 'INDEX 5'], /line 3: ":" is expected/],
  [['TRACK AUDIO', 'NO ISRC'], /line 2: COPY or PRE_EMPHASIS is expected/],
  [['CD_TEXT { LANGUAGE 8 { } }', 'TRACK AUDIO'], /line 1: the number of a language is too large: 8/],
  [['CD_TEXT { LANGUAGE 0 { TITLE { 256 } } }'], /line 1: a byte is too large: 256/],
  [['TRACK AUDIO', 'SILENCE 1', 'COPY'], /line 3: TRACK or what the track is made of is expected, not "COPY"/],
  [['TRACK AUDIO', 'SILENCE 1;'], /line 2: unexpected ";"/],
])('%j is refused', (lines, words) => {
  expect(() => parse(...lines)).toThrow(JobError);
  expect(() => parse(...lines)).toThrow(words);
});

describe('reading what was printed', () => {
  const length: fc.Arbitrary<TocLength> = fc.oneof(
    fc.nat(400_000).map((blocks) => ({ blocks })),
    fc.nat(1_000_000_000).map((units) => ({ units })),
  );
  const positive = length.filter((each) => ('blocks' in each ? each.blocks : each.units) > 0);
  const text = fc.string({ maxLength: 20, unit: 'grapheme' }).filter((each) => !each.includes('\n'));
  const name = text.filter((each) => each !== '' && each !== '-');
  const line = fc.constant(0);
  const optionally = <T>(key: string, value: fc.Arbitrary<T>) =>
    fc.option(value, { nil: undefined }).map((each) => (each === undefined ? {} : { [key]: each }));

  const audioPart: fc.Arbitrary<TocPart> = fc.oneof(
    fc.record({ line, kind: fc.constant('silence' as const), length: positive }),
    fc
      .tuple(
        fc.record({
          line,
          kind: fc.constant('audiofile' as const),
          name,
          swap: fc.boolean(),
          offsetBytes: fc.nat(99_999),
          start: length,
        }),
        optionally('length', positive),
      )
      .map(([part, more]) => ({ ...part, ...more })),
  );
  const dataPart: fc.Arbitrary<TocPart> = fc.oneof(
    fc
      .tuple(
        fc.record({ line, kind: fc.constant('zero' as const), length: positive }),
        optionally('mode', fc.constantFrom(...TOC_MODES)),
      )
      .map(([part, more]) => ({ ...part, ...more })),
    fc
      .tuple(
        fc.record({ line, kind: fc.constant('datafile' as const), name, offsetBytes: fc.nat(99_999) }),
        optionally('length', positive),
      )
      .map(([part, more]) => ({ ...part, ...more })),
  );
  const value = fc.oneof(
    text.map((each) => ({ text: each })),
    fc.array(fc.nat(255), { maxLength: 8 }).map((bytes) => ({ bytes })),
  );
  const texts: fc.Arbitrary<ReadonlyMap<number, TocTexts>> = fc
    .uniqueArray(
      fc.tuple(
        fc.nat(7),
        fc.tuple(
          fc.record({
            texts: fc.array(fc.record({ item: fc.constantFrom('TITLE', 'GENRE', 'ISRC', 'TOC_INFO1'), value }), {
              maxLength: 4,
            }),
          }),
          optionally('characterCode', fc.nat(255)),
        ),
      ),
      { maxLength: 3, selector: ([number]) => number },
    )
    .map((all) => new Map(all.map(([number, [block, more]]) => [number, { ...block, ...more }])));

  const mode = fc.constantFrom<TocMode>(...TOC_MODES.filter((each) => each !== 'MODE0'));
  const track: fc.Arbitrary<TocTrack> = mode.chain((each) =>
    fc
      .tuple(
        fc.record({
          line,
          mode: fc.constant(each),
          copy: fc.boolean(),
          preEmphasis: fc.boolean(),
          fourChannel: fc.boolean(),
          texts,
          parts: fc.array(each === 'AUDIO' ? audioPart : dataPart, { minLength: 1, maxLength: 4 }),
          indexBlocks: fc.array(fc.nat(400_000), { maxLength: 4 }),
        }),
        optionally('isrc', text),
        optionally(
          'start',
          fc.oneof(
            fc.nat(99_999).map((blocks) => ({ blocks })),
            fc.constant({ part: 0 }),
            fc.constant({ part: 1 }),
          ),
        ),
        optionally(
          'end',
          fc.oneof(
            fc.nat(99_999).map((blocks) => ({ blocks })),
            fc.constant({ part: 1 }),
          ),
        ),
      )
      .map(([draft, ...more]) => Object.assign({}, draft, ...more) as TocTrack),
  );
  const toc: fc.Arbitrary<Toc> = fc
    .tuple(
      fc.record({
        languages: fc
          .uniqueArray(fc.tuple(fc.nat(7), fc.nat(255)), { maxLength: 4, selector: ([number]) => number })
          .map((all) => new Map(all)),
        texts,
        tracks: fc.array(track, { minLength: 1, maxLength: 3 }),
      }),
      optionally('type', fc.constantFrom(...TOC_TYPES)),
      optionally('catalog', text),
    )
    .map(([draft, ...more]) => Object.assign({}, draft, ...more) as Toc);

  const withoutLines = ({ tracks, ...rest }: Toc): Toc => ({
    ...rest,
    tracks: tracks.map((each) => ({ ...each, line: 0, parts: each.parts.map((part) => ({ ...part, line: 0 })) })),
  });

  test('gives the same', () => {
    fc.assert(
      fc.property(toc, (given) => {
        expect(withoutLines(parseToc(printToc(given), 'x.toc'))).toEqual(given);
      }),
    );
  });
});
