import { expect, jest, test } from '@jest/globals';
import { DiscRecorder2 } from '../../../src/imapi2/index.ts';
import { TrackAtOnce } from '../../../src/index.ts';
import { pcm } from '../../audio/wav-builder.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { discwright } from '../cli.ts';
import { writeWav } from '../wavs.ts';

// Each test starts several processes: slow on a busy machine.
jest.setTimeout(60_000);

const cwd = temporaryFolder();
await writeWav(cwd, 'a.wav', pcm(2352 * 320));
const run = async (...args: string[]) => (await discwright(args, { cwd })).stdout;

test('info and load say the same, in aligned lines, and what plays of a disc with an open session', async () => {
  const device = ['--device', 'sim:two.disc'];
  await run('burn', ...device, '--leave-open', 'a.wav');
  await run('close', ...device, '--appendable');
  const burned = await run('burn', ...device, '--leave-open', 'a.wav');
  expect(burned).toContain('session 2 does not play until `discwright close --device sim:two.disc` closes it.');
  const info = await run('info', ...device);
  expect(info).toContain('session 1 is playable, session 2 is not until it is closed.');
  expect(info).toMatch(/^Next {4}track 3 begins at \d\d:\d\d:\d\d \(LBA \d+\)$/m);
  const facts = info.split('\n\n')[0]?.split('\n') ?? [];
  expect(facts.map((line) => line.slice(0, 8))).toEqual(
    ['Drive', 'Disc', 'State', 'Free', 'Next', 'ATIP', 'Speeds'].map((name) => name.padEnd(8)),
  );
  expect(await run('load', ...device)).toBe(info);
});

test('toc shows one length of a track, the one that info shows', async () => {
  const device = ['--device', 'sim:toc.disc'];
  await run('burn', ...device, 'a.wav', 'a.wav');
  const lengths = (text: string) => [...text.matchAll(/^.*\bLength\b.*$/gm)].length;
  const toc = await run('toc', ...device);
  expect(lengths(toc)).toBe(1);
  const tracks = (text: string) => text.match(/^ +\d+ +audio +1 .*$/gm);
  expect(tracks(toc)).toEqual(tracks(await run('info', ...device)));
});

test('info and IMAPI2 agree on how much audio one more track may have', async () => {
  const free = /^Free .*\((\d+) of (\d+) blocks: its run-out takes 2\)$/m.exec(await run('info', '--device', 'sim:'));
  const recorder = new DiscRecorder2();
  await recorder.initializeDiscRecorder('sim:');
  const writer = new TrackAtOnce();
  writer.recorder = recorder;
  writer.clientName = 'info';
  await writer.prepareMedia();
  expect(Number(free?.[1])).toBe(writer.freeSectorsOnMedia);
  expect(Number(free?.[2])).toBe(writer.freeSectorsOnMedia + 2);
  await writer.releaseMedia();
  await recorder.close();
});
