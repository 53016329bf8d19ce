import { beforeAll, expect, test } from '@jest/globals';
import { put, wav } from '../../job/support.ts';
import { sound } from '../../read/recorded-disc.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { discwright } from '../cli.ts';
import { writeSilence } from '../wavs.ts';

let cwd: string;
beforeAll(async () => {
  cwd = temporaryFolder();
  await put(cwd, {
    'all.wav': wav(sound(30 * 75, 1)),
    'live.cue': [
      'TITLE "Live"',
      'CATALOG 4006381333931',
      'FILE "all.wav" WAVE',
      'TRACK 01 AUDIO',
      'FLAGS PRE DCP',
      'ISRC GBAYE6500331',
      'INDEX 00 00:00:00',
      'INDEX 01 00:05:00',
      'TRACK 02 AUDIO',
      'INDEX 01 00:15:00',
    ].join('\n'),
  });
});

const run = (...args: string[]) => discwright(args, { cwd });

test('plan prints tracks, indexes, codes and texts without a drive', async () => {
  const { code, stdout, stderr } = await run('plan', 'live.cue');
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(
    /^2 tracks, 0:30 \(2250 blocks\), with no silence added between tracks\nCatalogue number 4006381333931\n/,
  );
  expect(stdout).toMatch(/ {2}1 +0 +00:02:00 +0 +00:05:00 +hidden track\n/);
  expect(stdout).toMatch(/ {2}1 +1 +00:07:00 +375 +00:10:00 +audio, ISRC GBAYE6500331, pre-emphasis, copies permitted/);
  expect(stdout).toMatch(/Album: title "Live"/);
  expect(stdout).toMatch(/Needs Session-At-Once, because of: .*a hidden track before track 1; CD-TEXT\./);
});

test('plan speaks of the silence between tracks only where there is some', async () => {
  const first = async (...files: string[]) => (await run('plan', ...files)).stdout.split('\n', 1)[0];
  expect(await first('all.wav')).toBe('1 track, 0:30 (2252 blocks)');
  expect(await first('all.wav', 'all.wav')).toMatch(/^2 tracks, .* blocks\), with 2 s of silence between tracks$/);
});

test('CD-TEXT is burned without pauses: plan and burn say so', async () => {
  const texts = ['all.wav', 'all.wav', '--cd-text', 'texts.v07t'];
  await put(cwd, { 'texts.v07t': 'Text Code = 8859\r\nLanguage Code = English\r\nAlbum Title = Live\r\n' });
  const plan = async (...more: string[]) => JSON.parse((await run('plan', '--json', ...texts, ...more)).stdout);
  const close = { layout: 'exact', tracks: [{ startLba: 0 }, { startLba: 2_250 }], lengthBlocks: 4_500 };
  expect(await plan()).toMatchObject({ ...close, needsSessionAtOnce: ['CD-TEXT'] });
  expect(await plan('--device', 'sim:')).toMatchObject({ ...close, fit: { writeType: 'Session-At-Once' } });
  const { stdout } = await run('burn', ...texts, '--device', 'sim:');
  expect(stdout).toMatch(/^Burning 2 tracks, 1:00 without pauses between them, Session-At-Once \(CD-TEXT\), on /);
  expect(stdout).toMatch(/ {2}2 +audio +1 +00:32:00 +2250 /);
});

test('plan shows the silence that a burn adds', async () => {
  await put(cwd, { 'short.wav': wav(sound(75, 2).subarray(4)), 'odd.wav': wav(sound(400, 3).subarray(588 * 4 - 4)) });
  const { stdout } = await run('plan', 'short.wav', 'odd.wav', 'all.wav');
  expect(stdout).toMatch(/ {2}1 +1 +00:02:00 +0 +00:04:00 +audio, 3\.00 s of silence added +short\.wav\n/);
  expect(stdout).toMatch(/audio, 13\.3 ms of silence added +odd\.wav\n/);
  expect(stdout).toMatch(/audio +all\.wav\n/);
  const { tracks } = JSON.parse((await run('plan', '--json', 'short.wav', 'odd.wav', 'all.wav')).stdout);
  expect(tracks.map(({ paddingBytes }: { paddingBytes: number }) => paddingBytes)).toEqual([2_352 * 225 + 4, 2_348, 0]);
});

test('plan --json has the same as data', async () => {
  const { stdout } = await run('plan', 'live.cue', '--json');
  expect(JSON.parse(stdout)).toMatchObject({
    layout: 'exact',
    lengthBlocks: 2_250,
    catalogueNumber: '4006381333931',
    tracks: [
      { number: 1, isrc: 'GBAYE6500331', preEmphasis: true, copyPermitted: true },
      { number: 2, isrc: null, preEmphasis: false },
    ],
  });
});

test('plan --device says what room is left, or by how much it is too long', async () => {
  const fits = await run('plan', 'live.cue', '--device', 'sim:');
  expect(fits.stdout).toMatch(
    /It fits: the disc in .* has 79:57:72 free \(359847 blocks\), and 79:27:72 stay free\. `burn` writes it Session-At-Once\.\nTrack 1 begins at 00:02:00 \(LBA 0\)\.\n$/,
  );
  await writeSilence(cwd, 'long.wav', 80 * 60);
  const long = await run('plan', 'long.wav', '--device', 'sim:', '--json');
  expect(JSON.parse(long.stdout)).toMatchObject({ fit: { fits: false, marginBlocks: -155, neededBlocks: 360_002 } });
  const words = await run('plan', 'long.wav', '--device', 'sim:');
  expect(words.stdout).toMatch(/It does not fit: .* overburned by 00:02:05 \(155 blocks\)/);
});

test('a document that cannot be burned ends with exit code 2 and says where it is wrong', async () => {
  await put(cwd, { 'bad.cue': 'FILE "all.wav" WAVE\nTRACK 01 AUDIO\nINDEX 01 00:99:00' });
  const { code, stderr } = await run('plan', 'bad.cue');
  expect(code).toBe(2);
  expect(stderr).toMatch(/^discwright: bad\.cue: .*line 3: not a position/);
});

test('plan calls sound before track 1 a hidden track', async () => {
  await put(cwd, { 'hidden.cue': 'FILE "all.wav" WAVE\nTRACK 01 AUDIO\nINDEX 01 00:05:00' });
  const { stdout } = await run('plan', 'hidden.cue');
  expect(stdout).toMatch(/ {2}1 +0 +00:02:00 +0 +00:05:00 +hidden track\n/);
});

test('plan --device gives the addresses on a disc that has tracks, and what burn would say', async () => {
  const device = `sim:${cwd}/open.disc`;
  expect((await run('burn', 'all.wav', '--leave-open', '--device', device)).code).toBe(0);
  const files = await run('plan', 'all.wav', '--device', device, '--json');
  const planned = JSON.parse(files.stdout);
  // 2,250 blocks, two of run-out and the pause of 150.
  expect(planned).toMatchObject({
    tracks: [{ number: 2, session: 1, startLba: 2_402 }],
    lengthBlocks: 2_252,
    fit: { fits: true, nextTrack: 2, nextWritableLba: 2_402, writeType: 'Track-At-Once', reason: null },
  });
  const sheet = await run('plan', 'live.cue', '--device', device);
  expect(sheet.stdout).toMatch(/It cannot be burned as it is, although the disc .* free/);
  expect(sheet.stdout).toMatch(
    /the last session of this disc is not closed.*\nClose it with `discwright close --appendable`/,
  );
  const burned = await run('burn', 'live.cue', '--device', device);
  expect(burned.code).toBe(2);
  expect(burned.stderr).toMatch(/the last session of this disc is not closed/);

  expect((await run('close', '--appendable', '--device', device)).code).toBe(0);
  const later = await run('plan', 'live.cue', '--device', device, '--json');
  const { fit, tracks } = JSON.parse(later.stdout);
  expect(fit).toMatchObject({ fits: true, writeType: 'Session-At-Once', nextTrack: 2 });
  expect(tracks[0]).toMatchObject({
    number: 2,
    session: 2,
    indexes: [{ number: 0, startLba: fit.nextWritableLba }, {}],
  });
  expect((await run('burn', 'live.cue', '--device', device)).code).toBe(0);
  const toc = JSON.parse((await run('toc', '--json', '--codes', '--indexes', '--device', device)).stdout);
  expect(toc.tracks).toMatchObject([
    { number: 1 },
    {
      number: 2,
      startLba: tracks[0].startLba,
      preEmphasis: true,
      copyPermitted: true,
      isrc: 'GBAYE6500331',
      pregapBlocks: 375,
    },
    { number: 3, startLba: tracks[1].startLba },
  ]);
  expect(toc).toMatchObject({ cdText: { blocks: [{ firstTrack: 2 }] } });
});
