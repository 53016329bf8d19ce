import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { AudioFormatError, openAudioFile } from '../../src/audio/index.ts';
import { rejectionOf } from '../support/rejection.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const CUE = 'FILE "a.wav" WAVE\r\n  TRACK 01 AUDIO\r\n    INDEX 01 00:00:00\r\n';

test.each<[string, string | Buffer, RegExp, RegExp]>([
  ['notes.wav', 'These are words.\n', /a text file, not audio/, /Leave it out/],
  ['album.txt', CUE, /a CUE sheet, not audio/, /name that ends with \.cue/],
  ['utf16.txt', Buffer.from(`\ufeff${CUE}`, 'utf16le'), /a CUE sheet/, /\.cue/],
  ['album.sheet', 'CD_DA\n\nTRACK AUDIO\nFILE "a.wav" 0\n', /a TOC file of cdrdao/, /\.toc/],
  ['list', '#EXTM3U\na.wav\n', /a playlist/, /\.m3u8/],
  ['job', '{ "type": "discwright job", "version": 1 }', /a job in JSON/, /\.json/],
  ['cover.wav', Buffer.from('89504e470d0a1a0a', 'hex'), /a picture \(PNG\)/, /Leave it out/],
  ['cover', Buffer.from('ffd8ffe000104a46', 'hex'), /a picture \(JPEG\)/, /Leave it out/],
  ['book.wav', '%PDF-1.4 \x00\x01', /a PDF document/, /Leave it out/],
  ['music.wav', 'PK\x03\x04', /a ZIP archive/, /Leave it out/],
  ['page.wav', '<!DOCTYPE html><html></html>', /a web page/, /Leave it out/],
  ['blank.wav', ' \n', /a text file with nothing in it/, /Leave it out/],
  ['album.disc', 'discwright disc\0\x01', /a saved disc of the simulated drive/, /--device sim:FILE/],
  ['text.v07t', 'Input Sheet Version = 0.7T\r\nText Code = 8859\r\n', /a text sheet with CD-TEXT/, /--cd-text FILE/],
  ['data', dataImage(), /an image of a data disc/, /\.iso/],
  [
    'noise',
    Buffer.from([1, 2, 3, 0, 7, 9, 1]),
    /not in a format of sound that is known \(it begins with 010203/,
    /ffmpeg/,
  ],
])('%s is called what it is', async (name, bytes, found, remedy) => {
  const path = join(temporaryFolder(), name);
  await writeFile(path, bytes);
  const error = await rejectionOf(openAudioFile(path), AudioFormatError);
  expect(error.found).toMatch(found);
  expect(error.remedy).toMatch(remedy);
  if (name !== 'noise') expect(error.message).not.toMatch(/ffmpeg/);
});

function dataImage(): Buffer {
  const image = Buffer.alloc(20 * 2_048);
  image.write('\x01CD001', 16 * 2_048, 'latin1');
  return image;
}
