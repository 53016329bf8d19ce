import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { identifyFile } from '../../src/index.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { discwright } from './cli.ts';

// Each row starts a process: slow on a busy machine.
jest.setTimeout(60_000);

const cwd = temporaryFolder();
const binary = (start: string, length = 4_000): Buffer => {
  const bytes = Buffer.alloc(length, 1);
  bytes.write(start, 'latin1');
  return bytes;
};
const ending = (end: string, length = 4_096): Buffer => {
  const bytes = Buffer.alloc(length);
  bytes.write(end, length - end.length, 'latin1');
  return bytes;
};
const packets = (strideBytes: number, at: number): Buffer => {
  const bytes = Buffer.alloc(strideBytes * 5, 1);
  for (let offset = at; offset < bytes.length; offset += strideBytes) bytes[offset] = 0x47;
  return bytes;
};
const dataImage = (blockBytes: number, at: number): Buffer => {
  const image = Buffer.alloc(20 * blockBytes);
  image.write('\x01CD001', 16 * blockBytes + at, 'latin1');
  return image;
};
const tar = (): Buffer => {
  const bytes = Buffer.alloc(1_024);
  bytes.write('name', 0, 'latin1');
  bytes.write('ustar', 257, 'latin1');
  return bytes;
};

const CUE = 'FILE "a.wav" WAVE\n  TRACK 01 AUDIO\n    INDEX 01 00:00:00\n';
const AS_FILE = /data disc: `discwright data /;

const KINDS: readonly (readonly [name: string, content: string | Buffer, kind: string, words: string, use: RegExp])[] =
  [
    ['photo.jpg', binary('\xff\xd8\xff\xe0\0\x10JFIF\0'), 'picture', 'a picture (JPEG)', AS_FILE],
    ['scan.tif', binary('II*\0'), 'picture', 'a picture (TIFF)', AS_FILE],
    ['cover.webp', binary('RIFF\x10\0\0\0WEBPVP8 '), 'picture', 'a picture (WebP)', AS_FILE],
    ['cover.bmp', binary('BM\x10\0\0\0\0\0\0\0'), 'picture', 'a picture (BMP)', AS_FILE],
    ['shot.heic', binary('\0\0\0\x18ftypheic\0\0\0\0'), 'picture', 'a picture (HEIF)', AS_FILE],
    ['shot.avif', binary('\0\0\0\x18ftypavif\0\0\0\0'), 'picture', 'a picture (AVIF)', AS_FILE],
    ['book.pdf', binary('%PDF-1.7'), 'other', 'a PDF document', AS_FILE],
    [
      'letter.doc',
      binary('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'),
      'other',
      'a document of an older Office program',
      AS_FILE,
    ],
    ['library.db', binary('SQLite format 3\0'), 'other', 'a database (SQLite)', AS_FILE],
    ['setup.exe', binary('MZ\x90'), 'other', 'a program of Windows', AS_FILE],
    ['tune.mid', binary('MThd\0\0\0\x06'), 'other', 'a MIDI file, which has notes and no sound', AS_FILE],
    [
      'piano.sf2',
      binary('RIFF\x10\0\0\0sfbkLIST'),
      'other',
      'a SoundFont, which has instruments and no music',
      AS_FILE,
    ],
    ['archive.zip', binary('PK\x03\x04'), 'archive', 'a ZIP archive', /^Unpack it, and burn what is in it/],
    ['archive.rar', binary('Rar!\x1a\x07'), 'archive', 'a RAR archive', /^Unpack it/],
    ['archive.7z', binary("7z\xbc\xaf'\x1c"), 'archive', 'a 7z archive', /^Unpack it/],
    ['archive.tar', tar(), 'archive', 'a tar archive', /^Unpack it/],
    ['archive.tgz', binary('\x1f\x8b\x08'), 'archive', 'a gzip archive', /^Unpack it/],
    ['archive.bz2', binary('BZh91AY&SY'), 'archive', 'a bzip2 archive', /^Unpack it/],
    ['archive.zst', binary('\x28\xb5\x2f\xfd'), 'archive', 'a Zstandard archive', /^Unpack it/],
    [
      'movie.mp4',
      binary('\0\0\0\x18ftypisom\0\0\x02\0'),
      'film',
      'an MP4 file',
      /data disc: `discwright data .*ffmpeg -i/,
    ],
    ['movie.mov', binary('\0\0\0\x14ftypqt  \0\0\0\0'), 'film', 'a film (QuickTime)', /ffmpeg -i/],
    ['movie.mkv', binary('\x1a\x45\xdf\xa3'), 'film', 'a Matroska or WebM file', /ffmpeg -i/],
    ['movie.avi', binary('RIFF\x10\0\0\0AVI LIST'), 'film', 'a film (AVI)', /ffmpeg -i/],
    ['movie.vob', binary('\0\0\x01\xba\x44'), 'film', 'a film (MPEG, as on DVD)', /ffmpeg -i/],
    ['movie.ts', packets(188, 0), 'film', 'a film (MPEG transport stream)', /ffmpeg -i/],
    ['movie.m2ts', packets(192, 4), 'film', 'a film (MPEG transport stream, as on BD)', /ffmpeg -i/],
    ['movie.flv', binary('FLV\x01\x05'), 'film', 'a film (Flash)', /ffmpeg -i/],
    ['song.flac', binary('fLaC\0\0\0\x22'), 'sound', 'a FLAC file', /discwright burn .*song\.flac/],
    ['song.mp3', binary('ID3\x03'), 'sound', 'an MP3 file', /discwright burn /],
    ['song.m4a', binary('\0\0\0\x18ftypM4A \0\0\0\0'), 'sound', 'an M4A file (AAC or ALAC)', /discwright burn /],
    ['a.wav', binary('RIFF\x10\0\0\0WAVEfmt '), 'sound', 'a WAV file', /discwright burn /],
    ['disc.iso', dataImage(2_048, 0), 'file system', 'an image of a data disc', /discwright burn .*iso list/],
    ['disc.dat', dataImage(2_048, 0), 'file system', 'an image of a data disc', /ends with \.iso/],
    ['disc.img', dataImage(2_352, 16), 'raw image', 'an image of a data disc in blocks of 2352 bytes', /its CUE sheet/],
    ['disc.chd', binary('MComprHD'), 'foreign image', 'a compressed disc image (CHD)', /chdman extractcd/],
    ['disc.cso', binary('CISO\0\0'), 'foreign image', 'a compressed disc image (CSO)', /maxcso/],
    ['disc.mds', binary('MEDIA DESCRIPTOR\x01'), 'foreign image', 'the descriptor of a disc image (MDS)', /BIN\/CUE/],
    ['disc.nrg', ending(`NER5${'\0'.repeat(8)}`), 'foreign image', 'a disc image of Nero (NRG)', /BIN\/CUE/],
    ['disc.dmg', ending(`koly${'\0'.repeat(508)}`), 'foreign image', 'a disc image of macOS (DMG)', /dmg2img/],
    ['disc.ccd', '[CloneCD]\nVersion=3\n', 'foreign image', 'the sheet of a disc image (CCD)', /ccd2cue/],
    ['album.cue', CUE, 'document', 'a CUE sheet', /discwright burn .*album\.cue/],
    ['album.txt', CUE, 'document', 'a CUE sheet', /ends with \.cue/],
    ['album.toc', 'CD_DA\nTRACK AUDIO\nFILE "a.wav" 0\n', 'document', 'a TOC file of cdrdao', /discwright burn /],
    ['list.m3u8', '#EXTM3U\na.wav\n', 'document', 'a playlist', /discwright burn /],
    ['list.pls', '[playlist]\nFile1=a.mp3\n', 'playlist', 'a playlist (PLS)', /\.m3u8/],
    ['list.xspf', '<?xml version="1.0"?>\n<playlist version="1">', 'playlist', 'a playlist (XSPF)', /\.m3u8/],
    ['job.json', '{ "type": "discwright job" }', 'document', 'a job in JSON', /discwright burn /],
    [
      't.jsonl',
      '{"type":"header","format":"discwright trace","version":1}\n',
      'trace',
      'a trace of discwright',
      /trace show/,
    ],
    ['my.disc', binary('discwright disc\0'), 'saved disc', 'a saved disc of the simulated drive', /--device sim:/],
    ['text.v07t', 'Input Sheet Version = 0.7T\n', 'texts', 'a text sheet with CD-TEXT', /--cd-text/],
    ['page.html', '<!doctype html>', 'text', 'a web page', AS_FILE],
    ['notes.txt', 'These are words.\n', 'text', 'a text file', AS_FILE],
    ['nothing', '', 'empty', 'an empty file', /create it again/],
  ];

test.each(KINDS)('%s is recognized by its content', async (name, content, kind, words, use) => {
  const path = join(cwd, name);
  await writeFile(path, content);
  expect(await identifyFile(path)).toMatchObject({ kind, name: words, use: expect.stringMatching(use) });
});

test('bytes that are no known format are not called anything', async () => {
  await writeFile(join(cwd, 'noise'), Buffer.from([1, 2, 3, 0, 7, 9, 1]));
  expect(await identifyFile(join(cwd, 'noise'))).toBeUndefined();
});

const JPEG = binary('\xff\xd8\xff\xe0\0\x10JFIF\0', 40_000);

test.each<[args: string, files: Readonly<Record<string, string | Buffer>>, words: RegExp]>([
  ['burn x.cue', { 'x.cue': JPEG }, /x\.cue: it is a picture \(JPEG\), not a CUE sheet\nTo store it on a data disc/],
  ['burn x.cue', { 'x.cue': 'FILE "a.wav" WAVE\nnonsense\n' }, /x\.cue, line 2: .*nonsense/],
  ['burn x.toc', { 'x.toc': JPEG }, /it is a picture \(JPEG\), not a TOC file/],
  ['burn x.toc', { 'x.toc': CUE }, /it is a CUE sheet, not a TOC file of cdrdao\nGive it a name that ends with \.cue/],
  ['burn x.iso', { 'x.iso': JPEG }, /it is a picture \(JPEG\), not an image of a file system/],
  ['burn x.iso', { 'x.iso': binary('ID3\x03') }, /it is an MP3 file, not an image .*\nBurn it as an audio track/],
  ['burn x.iso', { 'x.iso': '' }, /it is an empty file, not an image/],
  ['burn x.m3u', { 'x.m3u': binary('ID3\x03') }, /it is an MP3 file, not a playlist/],
  ['burn x.jpg', { 'x.jpg': JPEG }, /a picture \(JPEG\), not audio\nLeave it out.* `discwright data /],
  ['burn x.zip', { 'x.zip': binary('PK\x03\x04') }, /a ZIP archive, not audio\nLeave it out.*Unpack it/],
  ['burn x.mp4', { 'x.mp4': binary('\0\0\0\x18ftypisom') }, /an MP4 file\nTo store it .*take its sound: ffmpeg/],
  ['burn t.jsonl', { 't.jsonl': '{"format":"discwright trace"}\n' }, /a trace of discwright, not audio\n.*trace show/],
  ['burn folder', { 'folder/a.txt': 'x' }, /no audio files, only 1 other file\n.*discwright data /],
  ['burn empty', { 'empty/': '' }, /no audio files: it is empty/],
  ['plan x.jpg', { 'x.jpg': JPEG }, /a picture \(JPEG\), not audio/],
  [
    'data x.cue',
    { 'x.cue': CUE },
    /x\.cue is a CUE sheet, which describes a disc\nBurn what it describes: `discwright burn/,
  ],
  ['iso list x.flac', { 'x.flac': binary('fLaC') }, /x\.flac is a FLAC file, not an image of a file system\nBurn it/],
  ['iso check x.cue', { 'x.cue': CUE }, /x\.cue is a CUE sheet, not an image of a file system/],
  ['iso extract x.zip', { 'x.zip': binary('PK\x03\x04') }, /x\.zip is a ZIP archive, not an image/],
  ['trace show x.wav', { 'x.wav': binary('RIFF\x10\0\0\0WAVEfmt ') }, /x\.wav is a WAV file, not a trace\nBurn it/],
  ['report x.iso', { 'x.iso': dataImage(2_048, 0) }, /x\.iso is an image of a data disc, not a trace|not a trace/],
])('%s says what the file is, and what is meant for it', async (line, files, words) => {
  const folder = join(cwd, `run-${line}-${Object.values(files)[0]?.length}`.replaceAll(/[^\w-]/g, '-'));
  await mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    if (name.endsWith('/')) await mkdir(join(folder, name), { recursive: true });
    else await writeFile(join(folder, name), content);
  }
  const [command = ''] = line.split(' ');
  const device = ['burn', 'data'].includes(command) ? ['--device', 'sim:'] : [];
  const output = line.startsWith('iso extract') ? ['--output', 'out'] : [];
  // Without a path there is no ffmpeg, which would say more.
  const { code, stdout, stderr } = await discwright([...line.split(' '), ...output, ...device], {
    cwd: folder,
    env: { PATH: '' },
  });
  expect(stderr).toMatch(words);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
});
