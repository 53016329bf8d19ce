import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { pcmTrackFromIterable } from '../../src/audio/index.ts';
import { locateAudioFile } from '../../src/audio/locate-audio.ts';
import { parseCueSheet } from '../../src/image/index.ts';
import { placeTracks } from '../../src/image/place-tracks.ts';
import { describeError, describeExchange, describeTraceHeader, parseTrace } from '../../src/trace/index.ts';
import { chunk, ds64, format, inMemory, pcm, riff, subFormatOf } from '../audio/wav-builder.ts';
import type { Target } from './fuzz.ts';
import { mutated, mutatedText } from './mutate.ts';

const SOUND = chunk('data', pcm(400));
const LIST = chunk('LIST', pcm(27));

const WAVS: readonly Uint8Array[] = [
  riff([format(), SOUND]),
  riff([chunk('bext', pcm(64)), format(), LIST, SOUND, LIST]),
  riff([SOUND, format()]),
  riff([format({ extension: { validBits: 16, mask: 3, subFormat: subFormatOf(1) } }), SOUND]),
  riff([ds64(1_000n, 400n, [['abcd', 6n]]), format(), chunk('data', pcm(400), { declared: 0xffff_ffff })], {
    id: 'RF64',
    declared: 0xffff_ffff,
  }),
  riff([format(), chunk('data', pcm(400), { declared: 0 })], { declared: 0 }),
  Buffer.concat([riff([format(), SOUND]), riff([format(), SOUND])]),
  Buffer.concat([Buffer.from([0x49, 0x44, 0x33, 4, 0, 0, 0, 0, 0, 20]), pcm(20), riff([format(), SOUND])]),
];

const wav: Target<readonly [Uint8Array, boolean]> = {
  name: 'WAV files',
  count: 30_000,
  inputs: fc.tuple(mutated(WAVS), fc.boolean()),
  errors: ['AudioFormatError'],
  async run([bytes, headerless]) {
    const { startBytes, lengthBytes } = await locateAudioFile(inMemory(bytes), { headerless });
    const isInside = startBytes >= 0 && lengthBytes > 0 && startBytes + lengthBytes <= bytes.length;
    if (!isInside || lengthBytes % 4 !== 0) throw new Error(`audio from ${startBytes}, ${lengthBytes} bytes long`);
  },
};

const SHEETS: readonly string[] = [
  'REM GENRE Test\nCATALOG 4006381333931\nCDTEXTFILE "disc.cdt"\nTITLE "Two sides"\nFILE "disc.bin" BINARY\n  TRACK 01 AUDIO\n    TITLE "First"\n    ISRC DEABC1234567\n    FLAGS DCP PRE\n    INDEX 01 00:00:00\n    INDEX 02 00:02:00\n  TRACK 02 AUDIO\n    PREGAP 00:02:00\n    INDEX 00 00:04:00\n    INDEX 01 00:06:10\nREM SESSION 02\n  TRACK 03 MODE1/2352\n    INDEX 01 00:10:00\n',
  'PERFORMER "The "Real" Band"\r\nTITLE Songs of the Coast\r\nFILE my image.bin BINARY\r\n  TRACK 01 AUDIO\r\n    ARRANGER "A. Nother"\r\n    INDEX 01 0:0:0\r\n\x1a',
  'FILE "01.wav" WAVE\n  TRACK 01 AUDIO\n    INDEX 01 00:00:00\n  TRACK 02 AUDIO\n    INDEX 00 00:05:00\nFILE "02.wav" WAVE\n    INDEX 01 00:00:00\n',
];
const CUE_WORDS =
  'FILE|TRACK|INDEX|PREGAP|POSTGAP|FLAGS|ISRC|CATALOG|UPC_EAN|CDTEXTFILE|TITLE|REM|SESSION|COMPOSER|BINARY|WAVE|MOTOROLA|AUDIO|CDG|MODE1/2048|MODE2/2336|CDI/2352|00|01|99|100|-1|1e9|00:00:00|99:59:74|999:59:74|0:0:0|"|""|\\"|\x1a|\ufeff|\0|é|日本'.split(
    '|',
  );

/** The bytes of a sheet in one of the encodings that are detected. */
const encoded = fc
  .tuple(mutatedText(SHEETS, CUE_WORDS), fc.constantFrom('utf8', 'utf16le', 'latin1'), fc.boolean())
  .map(([text, encoding, marked]) => Buffer.from(marked ? `\ufeff${text}` : text, encoding as BufferEncoding));

const sheet = (
  name: string,
  inputs: fc.Arbitrary<string | Uint8Array>,
): Target<readonly [string | Uint8Array, number]> => ({
  name,
  count: 20_000,
  inputs: fc.tuple(inputs, fc.nat(4_000_000)),
  errors: ['ImageError'],
  run([bytes, lengthBytes]) {
    const read = parseCueSheet(bytes, { name: 'x.cue' });
    const files = read.files.map(({ name: file, type }) => {
      return [file, { lengthBytes, endsAnywhere: type === 'WAVE' }] as const;
    });
    return { read, placed: placeTracks(read, new Map(files), []) };
  },
});

/** The first lines of recorded traces: enough for each kind of line, and short. */
const traceOf = (name: string): string =>
  readFileSync(new URL(`../../fixtures/traces/contract/${name}.jsonl`, import.meta.url), 'utf8')
    .split('\n')
    .slice(0, 8)
    .join('\n');
const TRACES = ['broken-chain', 'burn', 'chain', 'close', 'configuration', 'exclusive', 'inquiry'].map(traceOf);
const TRACE_WORDS =
  '"type"|"header"|"exchange"|"event"|"error"|"message"|"cdb"|"in"|"out"|"sense"|"outcome"|"answered"|"failed"|"skipped"|"bytes"|"crc32"|"head"|"hex"|-1|0|1e308|1.5|null|true|[]|{}|""|"4300"|"zz"|"5a002a000000000008000000"'.split(
    '|',
  );

const trace: Target<string> = {
  name: 'traces',
  count: 15_000,
  inputs: mutatedText(TRACES, TRACE_WORDS),
  errors: ['TraceError'],
  run(text) {
    const { header, entries, errors } = parseTrace(text, { name: 'x.jsonl' });
    return [describeTraceHeader(header), ...entries.map(describeExchange), ...errors.map(describeError)];
  },
};

/** Chunks, the announced length less what they have, and the size of the reader's buffer. */
const iterable: Target<readonly [readonly Uint8Array[], number, number]> = {
  name: 'sources of bytes',
  count: 5_000,
  inputs: fc.tuple(
    fc.array(
      fc.uint8Array({ maxLength: 64 }).map((bytes) => bytes.subarray(bytes.length % 4)),
      { maxLength: 8 },
    ),
    fc.constantFrom(0, 0, 0, -8, -4, -1, 1, 4, 400),
    fc.integer({ min: 1, max: 99 }),
  ),
  errors: ['AudioFormatError'],
  async run([chunks, excess, bufferBytes]) {
    const source = function* () {
      yield* chunks;
    };
    const lengthBytes = chunks.reduce((sum, { length }) => sum + length, excess);
    const reader = await pcmTrackFromIterable(source(), { name: 'x', announcedBytes: lengthBytes }).openReader();
    let read = 0;
    for (let got = -1; got !== 0; read += got) got = await reader.read(new Uint8Array(bufferBytes));
    if (excess !== 0 || read !== lengthBytes) throw new Error(`${read} of ${lengthBytes} bytes`);
  },
};

export const fileTargets = [
  wav,
  sheet('CUE sheets, text', mutatedText(SHEETS, CUE_WORDS)),
  sheet('CUE sheets, bytes', encoded),
  trace,
  iterable,
] as const;
