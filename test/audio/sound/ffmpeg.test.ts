import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { AudioFormatError, openAudioFile } from '../../../src/audio/index.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { wavFile } from './containers.ts';
import { burned, FIXTURES, SOURCE } from './fixtures.ts';

const folder = temporaryFolder();
const { PATH } = process.env;
const m4a = `${FIXTURES}alac.m4a`;

afterEach(() => {
  process.env['PATH'] = PATH;
});

/** Puts a program that behaves like ffmpeg into the path, and nothing else. */
async function pretend(script: string): Promise<void> {
  const program = join(folder, 'ffmpeg');
  await writeFile(program, `#!${process.execPath}\n${script}`);
  await chmod(program, 0o755);
  process.env['PATH'] = folder;
}

const posix = process.platform === 'win32' ? test.skip : test;

posix('ffmpeg decodes what is not read here: to the sample, and a note says so', async () => {
  const output = join(folder, 'output.wav');
  await writeFile(output, wavFile({ rateHz: 44_100, channels: 2, bits: 16, values: SOURCE }, 'f32'));
  // As ffmpeg writes into a pipe: it does not know the length.
  await pretend(
    `const file = require('node:fs').readFileSync(${JSON.stringify(output)});
     file.writeUInt32LE(0xffffffff, 4);
     file.writeUInt32LE(0xffffffff, file.indexOf('data') + 4);
     process.stdout.write(file);
     require('node:fs').writeFileSync(${JSON.stringify(join(folder, 'words'))}, JSON.stringify(process.argv));`,
  );
  const track = await openAudioFile(m4a);
  expect(track.notes).toEqual([
    `It is an M4A file (AAC or ALAC), which discwright does not read itself: ${join(folder, 'ffmpeg')} decodes it.`,
  ]);
  expect(track.lengthBytes).toBe(SOURCE.length * 2);
  expect(await burned(m4a)).toEqual(SOURCE);
});

posix('a file that ffmpeg does not read either is refused with its words', async () => {
  await pretend(`process.stderr.write('Invalid data found\\n'); process.exit(1);`);
  const { found } = await rejectionOf(openAudioFile(m4a), AudioFormatError);
  expect(found).toBe('an M4A file (AAC or ALAC), and ffmpeg does not read it either (Invalid data found)');
});

posix('a failure of ffmpeg after some sound is found before the burn', async () => {
  const output = join(folder, 'output.wav');
  await writeFile(output, wavFile({ rateHz: 44_100, channels: 2, bits: 16, values: SOURCE.slice(0, 882) }, 'f32'));
  await pretend(
    `process.stdout.write(require('node:fs').readFileSync(${JSON.stringify(output)}), () => {
       process.stderr.write('error while decoding\\n');
       process.exitCode = 1;
     });`,
  );
  const { found } = await rejectionOf(openAudioFile(m4a), AudioFormatError);
  expect(found).toContain('damaged at 0:00.010 (sample 441): ffmpeg says: error while decoding');
});

test('without ffmpeg the file is refused, and the error names the command that converts it', async () => {
  process.env['PATH'] = '';
  const { remedy } = await rejectionOf(openAudioFile(m4a), AudioFormatError);
  expect(remedy).toMatch(/ffmpeg -i .*alac\.m4a/);
});
