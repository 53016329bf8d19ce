import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { burned, FIXTURES, SOURCE, valuesOf } from '../../audio/sound/fixtures.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { discwright } from '../cli.ts';

// Each test starts several processes, and threads in them.
jest.setTimeout(120_000);

const cwd = temporaryFolder();

test('files of several formats are burned to the sample and compared with the disc; what is special about one is said', async () => {
  const names = ['source.flac', 'no-tag.mp3', 'opusenc.opus', 'source.wv'];
  const files = names.map((name) => FIXTURES + name);
  const burn = await discwright(['burn', '--device', 'sim:formats.disc', '--verify', 'full', ...files], { cwd });
  expect(burn).toMatchObject({ code: 0 });
  expect(burn.stdout + burn.stderr).toContain('no-tag.mp3: It has no LAME tag');

  const exported = await discwright(['export', '--device', 'sim:formats.disc', '--wav', 'tracks'], { cwd });
  expect(exported).toMatchObject({ code: 0 });
  const tracks = (await readdir(join(cwd, 'tracks'))).filter((name) => name.endsWith('.wav')).sort();
  expect(tracks.length).toBe(names.length);
  for (const [index, name] of tracks.entries()) {
    const sound = valuesOf((await readFile(join(cwd, 'tracks', name))).subarray(44));
    const expected = await burned(files[index] as string);
    expect(sound.slice(0, expected.length)).toEqual(expected);
    // The rest of its last block, and of the shortest track, is silence.
    expect(sound.slice(expected.length).every((value) => value === 0)).toBe(true);
  }
  expect(await burned(files[0] as string)).toEqual(SOURCE);
});

test('a file that turns out to be damaged while it is burned: the error names the track, the file and the time', async () => {
  const bytes = Buffer.from(await readFile(`${FIXTURES}source.flac`));
  // A bit of the MD5 in STREAMINFO: only decoding to the end shows that it is wrong.
  bytes[30] = (bytes[30] ?? 0) ^ 1;
  await writeFile(join(cwd, 'damaged.flac'), bytes);
  const { code, stderr } = await discwright(['burn', '--device', 'sim:damaged.disc', 'damaged.flac'], { cwd });
  expect(code).not.toBe(0);
  expect(stderr).toContain('track 1');
  expect(stderr).toMatch(/damaged\.flac.*damaged at 0:00\.251 \(sample 11,101\): its samples do not have the MD5/);

  const checked = await discwright(['burn', '--device', 'sim:blank.disc', '--check', 'damaged.flac'], { cwd });
  expect(checked).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('do not have the MD5') });
});

test('--normalize says how loud the disc is and which gain every track gets, and refuses a loudness that no music has', async () => {
  const file = `${FIXTURES}source.flac`;
  const args = ['burn', '--device', 'sim:quiet.disc', '--verify', 'full', file];
  const { code, stdout, stderr } = await discwright([...args, '--normalize=-30'], { cwd });
  expect({ code, words: stdout + stderr }).toEqual({
    code: 0,
    words: expect.stringMatching(/The disc is silent|Loudness -\d+\.\d LUFS: every track gets -\d+\.\d dB\./),
  });
  const wrong = await discwright([...args, '--normalize=7'], { cwd });
  expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('must be a loudness from -60 to -1 LUFS') });
});

test('--normalize before the files leaves them files', async () => {
  const args = ['burn', '--device', 'sim:usual.disc', '--normalize', `${FIXTURES}source.flac`];
  const { code, stderr } = await discwright(args, { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(/^The disc is silent|^Loudness/) });
});

test('--raw reads any file as samples without a header, and the formats that are named', async () => {
  const samples = Buffer.alloc(2 * 48_000 * 5, 7);
  await writeFile(join(cwd, 'sound.dat'), samples);
  const planned = async (...options: string[]) => {
    const { stdout } = await discwright(['plan', 'sound.dat', '--json', ...options], { cwd });
    const { lengthBlocks, error } = JSON.parse(stdout) as { lengthBlocks: number; error?: { message: string } };
    return error?.message ?? lengthBlocks;
  };
  // With the two blocks of run-out.
  expect(await planned('--raw')).toBe(2 + 300);
  expect(await planned('--raw-rate', '48000', '--raw-channels', '1')).toBe(2 + 375);
  expect(await planned('--raw-samples', 'u8', '--raw-channels', '7')).toMatch(/are not whole samples of 7/);
  const wrong = await discwright(['plan', 'sound.dat', '--raw-samples', 's12'], { cwd });
  expect(wrong).toMatchObject({ code: 2, stderr: expect.stringMatching(/--raw-samples must be s8, .* or f64be/) });
  await writeFile(join(cwd, 'x.cue'), 'FILE "sound.dat" BINARY\nTRACK 01 AUDIO\nINDEX 01 00:00:00');
  const document = await discwright(['plan', 'x.cue', '--raw'], { cwd });
  expect(document).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/a document says itself how its files are stored/),
  });
});
