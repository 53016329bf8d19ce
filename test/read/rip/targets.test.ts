import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { decodeCdText } from '../../../src/cd/cd-text/index.ts';
import { cdTextPack } from '../../../src/cd/cd-text/pack.ts';
import { mode1Sector } from '../../../src/cd/sector.ts';
import { BinCueImage } from '../../../src/image/index.ts';
import { openAudioFile, ripDisc } from '../../../src/index.ts';
import { CueDataForm } from '../../../src/mmc/commands/send-cue-sheet.ts';
import { hasLibFlac } from '../../../src/read/rip/load-libflac.ts';
import { Disc, SimulatedDrive } from '../../../src/simulator/index.ts';
import { flush, selectPage05, writeBlocks } from '../../simulator/support.ts';
import { cue, leadIn, leadOut, sendSheet } from '../../simulator/write-types/whole-sessions.ts';
import { noise } from '../../support/sources.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { drain } from '../recorded-disc.ts';
import { album, BLOCK, driveWith, soundOf, twoTracks } from './discs.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

const lines = async (name: string) =>
  (await readFile(join(folder, name), 'utf8'))
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

describe('a job folder', () => {
  test('has the pauses in the files, and everything else in the sheet and the packs', async () => {
    const disc = await album();
    const { drive } = driveWith(disc.disc);
    const result = await drain(ripDisc(drive, { directory: folder, format: 'job' }));
    expect(result.warnings).toEqual([]);
    expect((await readdir(folder)).toSorted()).toEqual([
      'disc.cdt',
      'disc.cue',
      'rip.log',
      'track01.wav',
      'track02.wav',
      'track03.wav',
    ]);
    expect(await lines('disc.cue')).toEqual([
      'CATALOG 4006381333931',
      'CDTEXTFILE "disc.cdt"',
      'TITLE "Live"',
      'FILE "track01.wav" WAVE',
      'TRACK 01 AUDIO',
      'TITLE "Air"',
      'INDEX 00 00:00:00',
      'INDEX 01 00:04:00',
      'INDEX 02 00:06:05',
      'INDEX 03 00:15:52',
      'FILE "track02.wav" WAVE',
      'TRACK 02 AUDIO',
      'FLAGS DCP',
      'ISRC GBAYE6500331',
      'INDEX 00 00:00:00',
      'INDEX 01 00:00:60',
      'FILE "track03.wav" WAVE',
      'TRACK 03 AUDIO',
      'FLAGS PRE',
      'INDEX 01 00:00:00',
    ]);
    const packs = await readFile(join(folder, 'disc.cdt'));
    const each = Array.from({ length: packs.length / 18 }, (_, index) => cdTextPack.decode(packs.subarray(index * 18)));
    expect(decodeCdText(each).blocks.map(({ language, album: { title } }) => [language, title])).toEqual([
      [9, 'Live'],
      [8, 'Konzert'],
    ]);
    const bytes = await Promise.all(['01', '02', '03'].map((name) => readFile(join(folder, `track${name}.wav`))));
    const all = Buffer.concat(bytes.map((file) => file.subarray(44)));
    expect(all.equals(soundOf(disc, 0, 2_503))).toBe(true);
  });
});

describe('BIN/CUE', () => {
  test('has every sample in one file', async () => {
    const disc = await album();
    const { drive } = driveWith(disc.disc);
    await drain(ripDisc(drive, { directory: folder, format: 'bin-cue' }));
    expect((await readFile(join(folder, 'disc.bin'))).equals(soundOf(disc, 0, 2_503))).toBe(true);
    await using image = await BinCueImage.open(join(folder, 'disc.cue'));
    expect(image.tracks.map(({ number, startBlock }) => [number, startBlock])).toEqual([
      [1, 300],
      [2, 1_460],
      [3, 2_000],
    ]);
    expect((await lines('disc.cue')).filter((line) => line.startsWith('INDEX'))).toEqual([
      'INDEX 00 00:00:00',
      'INDEX 01 00:04:00',
      'INDEX 02 00:06:05',
      'INDEX 03 00:15:52',
      'INDEX 00 00:18:50',
      'INDEX 01 00:19:35',
      'INDEX 01 00:26:50',
    ]);
  });

  test('names blocks that cannot be read before the file appears', async () => {
    const disc = await twoTracks();
    const { drive, simulated } = driveWith(disc.disc);
    simulated.inject({ at: {}, does: { scratch: { fromLba: 20, toLba: 20, kind: 'unreadable' } } });
    const said: string[] = [];
    const ripping = ripDisc(drive, { directory: folder, format: 'bin-cue', retries: 1 });
    for await (const { warning } of ripping) {
      if (warning !== undefined) said.push(warning);
      expect(await readdir(folder)).not.toContain('disc.bin');
    }
    expect(said).toEqual([expect.stringMatching(/track 1: 1 block at LBA 20 .* could not be read, and are zeros/)]);
  });
});

/** A data track of 400 blocks, then audio from LBA 550 after a pause of 150. */
async function mixed() {
  const data = noise(400 * 2_048, 9);
  const sound = noise(550 * BLOCK, 10);
  const form = { control: 4, dataForm: CueDataForm.Mode1 };
  const disc = Disc.blank('CD-R 80');
  const drive = new SimulatedDrive({ disc });
  await selectPage05(drive, { writeType: 2 });
  const data1 = [cue(1, 0, -150, form), cue(1, 1, 0, form)];
  await sendSheet(drive, leadIn(0, 4), ...data1, cue(2, 0, 400), cue(2, 1, 550), leadOut(950));
  await writeBlocks(drive, -150, new Uint8Array(150 * 2_048), 2_048);
  await writeBlocks(drive, 0, data, 2_048);
  await writeBlocks(drive, 400, sound);
  await flush(drive);
  const sectors = Buffer.concat(
    Array.from({ length: 400 }, (_, lba) => mode1Sector(lba, data.subarray(lba * 2_048, (lba + 1) * 2_048))),
  );
  return { disc, data, sound, sectors };
}

describe('a disc with data and sound', () => {
  test('becomes an ISO file and WAV files', async () => {
    const { disc, data, sound } = await mixed();
    const { drive } = driveWith(disc);
    const result = await drain(ripDisc(drive, { directory: folder }));
    expect(result.warnings).toEqual([]);
    expect((await readdir(folder)).toSorted()).toEqual(['rip.log', 'track01.iso', 'track02.wav']);
    expect((await readFile(join(folder, 'track01.iso'))).equals(data)).toBe(true);
    expect((await readFile(join(folder, 'track02.wav'))).subarray(44).equals(sound.subarray(150 * BLOCK))).toBe(true);
    expect(result.accurateRipId).toMatch(/^001-/);
  });

  test('becomes whole sectors in BIN/CUE, with the pause of the sound', async () => {
    const { disc, sound, sectors } = await mixed();
    const { drive } = driveWith(disc);
    await drain(ripDisc(drive, { directory: folder, format: 'bin-cue' }));
    const bin = await readFile(join(folder, 'disc.bin'));
    expect(bin.subarray(0, 400 * BLOCK).equals(sectors)).toBe(true);
    expect(bin.subarray(400 * BLOCK).equals(sound)).toBe(true);
    expect(await lines('disc.cue')).toEqual([
      'FILE "disc.bin" BINARY',
      'TRACK 01 MODE1/2352',
      'INDEX 01 00:00:00',
      'TRACK 02 AUDIO',
      'INDEX 00 00:05:25',
      'INDEX 01 00:07:25',
    ]);
  });

  test('names sectors that cannot be read, and has zeros for them', async () => {
    const { disc, data } = await mixed();
    const { drive, simulated } = driveWith(disc);
    simulated.inject({ at: {}, does: { scratch: { fromLba: 100, toLba: 101, kind: 'unreadable' } } });
    const result = await drain(ripDisc(drive, { directory: folder, retries: 2 }));
    expect(result.suspects).toEqual([{ track: 1, startLba: 100, lengthBlocks: 2, doubt: 'unreadable' }]);
    const right = Buffer.from(data).fill(0, 100 * 2_048, 102 * 2_048);
    expect((await readFile(join(folder, 'track01.iso'))).equals(right)).toBe(true);
  });
});

describe('an enhanced disc: sound, and data in a session of its own', () => {
  const DATA_LBA = 700 + 6_750 + 4_500 + 150;

  async function enhanced() {
    const sound = noise((150 + 700) * BLOCK, 11);
    const data = noise(350 * 2_048, 12);
    const disc = Disc.blank('CD-R 80');
    const drive = new SimulatedDrive({ disc });
    await selectPage05(drive, { writeType: 2, multiSession: 3 });
    await sendSheet(drive, leadIn(), cue(1, 0, -150), cue(1, 1, 0), cue(2, 1, 350), leadOut(700));
    await writeBlocks(drive, -150, sound);
    await flush(drive);
    const form = { control: 4, dataForm: CueDataForm.Mode1 };
    await selectPage05(drive, { writeType: 2, multiSession: 0 });
    const entries = [cue(3, 0, DATA_LBA - 150, form), cue(3, 1, DATA_LBA, form), leadOut(DATA_LBA + 350, 4)];
    await sendSheet(drive, leadIn(0, 4), ...entries);
    await writeBlocks(drive, DATA_LBA - 150, new Uint8Array(150 * 2_048), 2_048);
    await writeBlocks(drive, DATA_LBA, data, 2_048);
    await flush(drive);
    return { disc, sound, data };
  }

  test('the data become an ISO file, and no sound is read from between the sessions', async () => {
    const { disc, sound, data } = await enhanced();
    const result = await drain(ripDisc(driveWith(disc).drive, { directory: folder }));
    expect(result.warnings).toEqual([]);
    expect((await readdir(folder)).toSorted()).toEqual(['rip.log', 'track01.wav', 'track02.wav', 'track03.iso']);
    const second = (await readFile(join(folder, 'track02.wav'))).subarray(44);
    expect(second.equals(sound.subarray(500 * BLOCK))).toBe(true);
    expect((await readFile(join(folder, 'track03.iso'))).equals(data)).toBe(true);
    // The lead-out of the whole disc counts, and two tracks of sound.
    expect(result.accurateRipId).toMatch(/^002-/);
    expect(result.tracks.map(({ session, lengthBlocks }) => [session, lengthBlocks])).toEqual([
      [1, 350],
      [1, 350],
      [2, 350],
    ]);
  });

  test('a job folder describes both sessions', async () => {
    const { disc } = await enhanced();
    await drain(ripDisc(driveWith(disc).drive, { directory: folder, format: 'job', passes: 1 }));
    expect(await lines('disc.cue')).toEqual([
      'REM SESSION 01',
      'FILE "track01.wav" WAVE',
      'TRACK 01 AUDIO',
      'INDEX 01 00:00:00',
      'FILE "track02.wav" WAVE',
      'TRACK 02 AUDIO',
      'INDEX 01 00:00:00',
      'REM SESSION 02',
      'FILE "track03.iso" BINARY',
      'TRACK 03 MODE1/2048',
      'INDEX 01 00:00:00',
    ]);
  });
});

const hasFlac = spawnSync('flac', ['--version']).status === 0;

describe('FLAC', () => {
  (hasFlac ? test : test.skip)(`${hasFlac ? '' : '(flac is not installed) '}files decode to the sound`, async () => {
    const disc = await twoTracks();
    const { drive } = driveWith(disc.disc);
    await drain(ripDisc(drive, { directory: folder, format: 'flac' }));
    expect((await readdir(folder)).toSorted()).toEqual(['rip.log', 'track01.flac', 'track02.flac']);
    const args = [
      '-d',
      '-s',
      '-c',
      '--force-raw-format',
      '--endian=little',
      '--sign=signed',
      join(folder, 'track02.flac'),
    ];
    const { stdout } = spawnSync('flac', args, { maxBuffer: 1e8 });
    expect(stdout.equals(soundOf(disc, 700, 1_503))).toBe(true);
  });

  const without = hasLibFlac() ? 'without the program they' : '(libflacjs is not installed) they';
  (hasLibFlac() ? test : test.skip)(
    `${without} are made by libflacjs: as exact, with sizes, length and MD5`,
    async () => {
      const { PATH } = process.env;
      const disc = await twoTracks();
      const { drive } = driveWith(disc.disc);
      try {
        process.env['PATH'] = folder;
        await drain(ripDisc(drive, { directory: folder, format: 'flac', passes: 1 }));
      } finally {
        process.env['PATH'] = PATH;
      }
      const path = join(folder, 'track02.flac');
      const header = await readFile(path);
      // STREAMINFO (RFC 9639 8.2): samples in the file, MD5 of the samples.
      expect(header.readUInt32BE(22)).toBe(803 * 588);
      const sound = soundOf(disc, 700, 1_503);
      expect(header.subarray(26, 42).toString('hex')).toBe(createHash('md5').update(sound).digest('hex'));
      expect(header.readUIntBE(12, 3)).toBeGreaterThan(0);
      expect(header.readUIntBE(15, 3)).toBeGreaterThanOrEqual(header.readUIntBE(12, 3));
      const track = await openAudioFile(path, { check: true });
      const decoded: Uint8Array[] = [];
      for await (const piece of track.open()) decoded.push(piece);
      expect(Buffer.concat(decoded).equals(sound)).toBe(true);
      if (hasFlac) expect(spawnSync('flac', ['-t', '-w', '-s', path]).status).toBe(0);
    },
  );
});
