import fc from 'fast-check';
import { cdTextPack, encodeCdText } from '../../src/cd/cd-text/index.ts';
import { parseCueSheet } from '../../src/image/parse-cue-sheet.ts';
import type { Bytes } from '../../src/job/bytes.ts';
import { placeCueTracks } from '../../src/job/cue-tracks.ts';
import { finishTracks } from '../../src/job/finish-tracks.ts';
import { parseInf } from '../../src/job/inf/parse-inf.ts';
import { parseJobDocument } from '../../src/job/json/open-json.ts';
import { parsePlaylist } from '../../src/job/playlist.ts';
import { parseCdTextFile } from '../../src/job/texts/pack-file.ts';
import { parseTextSheet } from '../../src/job/texts/v07t.ts';
import { parseToc } from '../../src/job/toc/parse-toc.ts';
import { blocksOfToc } from '../../src/job/toc/toc-texts.ts';
import type { Target } from './fuzz.ts';
import { mutated, mutatedText } from './mutate.ts';

const TOCS: readonly string[] = [
  'CD_ROM_XA\nCATALOG "4006381333931"\nCD_TEXT { LANGUAGE_MAP { 0 : EN 1:8 } LANGUAGE 0 { TITLE "A \\"b\\" \\351" GENRE { 0, 5, 65 } SIZE_INFO { 0, 1 } } LANGUAGE 1 { TITLE "T" } }\nTRACK AUDIO\nNO COPY PRE_EMPHASIS FOUR_CHANNEL_AUDIO ISRC "DEABC1234567"\nCD_TEXT { LANGUAGE 0 { TITLE "x" ISRC "y" } }\nPREGAP 0:2:0\nFILE "a.wav" 0:1:0 0:2:0\nAUDIOFILE "b.raw" SWAP #44 588\nSILENCE 0:2:0 // pause\nEND\nINDEX 1:0:0\nINDEX 2:0:0\n',
  'CD_ROM\nTRACK MODE1_RAW RW_RAW\nDATAFILE "d.bin" #100 2000\nZERO MODE2 RW 0:2:0\nSTART 0:2:0\nTRACK MODE1\nDATAFILE "e"\n',
];
const TOC_WORDS =
  'TRACK|AUDIO|MODE1|MODE2_FORM_MIX|RW|FILE|AUDIOFILE|DATAFILE|FIFO|SILENCE|ZERO|START|END|INDEX|PREGAP|SWAP|#|#0|COPY|NO|ISRC|CD_TEXT|LANGUAGE|LANGUAGE_MAP|TITLE|GENRE|SIZE_INFO|ENCODING_MS_JIS|{|}|:|,|"|"x"|\\"|\\351|//|0|9999999999999|0:0:0|999:59:74|-1|\0|é|夜|constructor|__proto__'.split(
    '|',
  );

const toc: Target<string> = {
  name: 'TOC files',
  count: 20_000,
  inputs: mutatedText(TOCS, TOC_WORDS),
  errors: ['JobError'],
  run(text) {
    const read = parseToc(text, 'x.toc');
    return { read, blocks: blocksOfToc(read, []) };
  },
};

const INFS: readonly string[] = [
  "#created by icedax 1.1.11\n#\nMCN=\t4006381333931\nISRC=\t               \nAlbumperformer=\t'The Band'\nAlbumtitle=\t'It's live'\nTracktitle=\t'One'\nTracknumber=\t1\nTrackstart=\t0\nTracklength=\t92510, 0\nPre-emphasis=\tno\nChannels=\t2\nCopy_permitted=\tonce (copyright protected)\nEndianess=\tlittle\n# index list\nIndex=\t\t0 20440 30450 \nIndex0=\t\t92467 \n",
];
const INF_WORDS =
  "Index=|Index0=|Tracknumber=|Tracklength=|Tracktitle=|Copy_permitted=|=|'|''|#|-1|0|99|1e9|99999999999|,|\0|é|constructor=|__proto__=".split(
    '|',
  );

const inf: Target<string> = {
  name: '.inf files',
  count: 15_000,
  inputs: mutatedText(INFS, INF_WORDS),
  errors: ['JobError'],
  run: (text) => parseInf(text, 'x.inf'),
};

const SHEETS: readonly string[] = [
  'Input Sheet Version = 0.7T\nText Code = 8859\nLanguage Code = English\nAlbum Title = Joyful Nights\nGenre Code = Classical\nText Data Copy Protection = ON\nFirst Track Number = 1\nLast Track Number = 2\nTrack 01 Title = Song of Joy\nISRC 01 = XYCRR1101234\nUPC / EAN = 4006381333931\nInput Sheet Version = 0.7T\nText Code = MS-JIS\nLanguage Code = 0x69\nAlbum Title = x\n',
];
const SHEET_WORDS =
  'Input Sheet Version = 0.7T|Text Code = |Track 99 Title = |Track 00 Artist = |First Track Number = 99|Last Track Number = 1|ISRC 01 = |=|0x|0xffff|100|\0|é|夜|constructor = |__proto__ = '.split(
    '|',
  );

const textSheet: Target<Uint8Array> = {
  name: 'text sheets',
  count: 15_000,
  inputs: fc
    .tuple(mutatedText(SHEETS, SHEET_WORDS), fc.constantFrom<BufferEncoding>('utf8', 'latin1', 'utf16le'))
    .map(([text, encoding]) => Buffer.from(text, encoding)),
  errors: ['JobError'],
  run: (bytes) => parseTextSheet(bytes, 'x.v07t', []),
};

const BLOCK = {
  language: 9,
  characterCode: 0,
  firstTrack: 1,
  album: { title: 'Album' },
  tracks: [{ title: 'One' }],
} as const;
const PACKS = Buffer.concat(encodeCdText([BLOCK, { ...BLOCK, language: 8 }]).map((pack) => cdTextPack.encode(pack)));

const packFile: Target<Uint8Array> = {
  name: 'files of CD-TEXT packs',
  count: 15_000,
  inputs: mutated([PACKS, Buffer.concat([Buffer.from([0, PACKS.length + 2, 0, 0]), PACKS, Buffer.alloc(1)])]),
  errors: ['JobError'],
  run: (bytes) => parseCdTextFile(bytes, 'x.cdt', []),
};

const playlist: Target<string> = {
  name: 'playlists',
  count: 5_000,
  inputs: mutatedText(
    ['#EXTM3U\n#EXTINF:4,Band - Song\nsub\\a.wav\r\nfile:///b.wav\nc.wav\n'],
    ['#', 'http://x', 'file:', '\\', '\0', '\ufeff'],
  ),
  errors: ['JobError'],
  run: (text) => parsePlaylist(text, 'x.m3u'),
};

const JOB = JSON.stringify({
  type: 'discwright job',
  version: 1,
  cdText: [{ language: 9, album: { title: 'Live' }, genre: { code: 5, text: 'x' } }],
  tracks: [
    { pieces: [{ silence: '00:02:00' }, { file: 'a.wav', start: 44_100 }], pregap: '00:02:00', indexes: ['01:00:00'] },
  ],
});

const json: Target<string> = {
  name: 'jobs in JSON',
  count: 10_000,
  inputs: mutatedText(
    [JOB],
    ['{', '}', '[', ']', '"', ',', 'null', '1e999', '-1', '"pieces"', '"__proto__"', '"session":2', '"00:00:75"'],
  ),
  errors: ['JobError'],
  run: (text) => parseJobDocument(text, 'job.json'),
};

const CUES: readonly string[] = [
  'FILE "a" BINARY\n  TRACK 01 MODE2/2352\n    INDEX 01 00:00:00\n  TRACK 02 AUDIO\n    PREGAP 00:02:00\n    INDEX 00 00:04:00\n    INDEX 01 00:06:10\n    INDEX 02 00:07:00\n    POSTGAP 00:01:00\nREM SESSION 02\n  TRACK 03 AUDIO\n    INDEX 01 00:10:00\n',
  'FILE "a" WAVE\n  TRACK 01 AUDIO\n    INDEX 01 00:03:00\n  TRACK 02 AUDIO\n    INDEX 00 00:05:00\nFILE "b" WAVE\n    INDEX 01 00:00:00\n  TRACK 03 CDG\n    INDEX 01 00:04:00\n',
];
const CUE_WORDS =
  'FILE "c" WAVE|TRACK 04 AUDIO|INDEX 00 00:00:00|INDEX 02 00:01:00|PREGAP 99:00:00|POSTGAP|MODE1/2048|MODE2/2336|CDI/2352|CDG|00:00:01|00:08:00|999:00:00'.split(
    '|',
  );

const zeros = (name: string, lengthBytes: number): Bytes => ({
  name,
  lengthBytes,
  openAt: async () => ({ read: async (target) => target.fill(0).length, close: async () => {} }),
  close: async () => {},
});

/** Whatever a sheet says, every track has blocks, and its indexes are in it. */
const cueJob: Target<readonly [string, number]> = {
  name: 'CUE sheets, as jobs',
  count: 15_000,
  inputs: fc.tuple(mutatedText(CUES, CUE_WORDS), fc.nat(3_000_000)),
  errors: ['ImageError', 'JobError'],
  async run([text, lengthBytes]) {
    const sheet = parseCueSheet(text, { name: 'x.cue' });
    const files = new Map(sheet.files.map(({ name }) => [name, zeros(name, lengthBytes)]));
    const options = { path: 'x.cue', warnings: [] };
    const tracks = finishTracks(await placeCueTracks(sheet, files, options), { ...options, join: true });
    for (const { number, pregapBlocks, indexBlocks, lengthBytes: bytes, format } of tracks) {
      const blocks = Math.ceil(bytes / (format?.blockBytes ?? 1)) - pregapBlocks;
      const inTrack = indexBlocks.every((at, index) => at < blocks && at >= (indexBlocks[index - 1] ?? 0));
      if (blocks < 1 || !inTrack)
        throw new Error(`track ${number} has ${blocks} blocks and indexes at ${indexBlocks.join()}`);
    }
    return tracks.length;
  },
};

export const documentTargets = [toc, inf, textSheet, packFile, playlist, json, cueJob] as const;
