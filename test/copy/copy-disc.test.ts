import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, expect, test } from '@jest/globals';
import { checkTarget } from '../../src/copy/check-copy.ts';
import {
  burnAudio,
  burnData,
  type CopyOptions,
  copyDisc,
  type DiscState,
  Drive,
  readDiscState,
} from '../../src/index.ts';
import { read10 } from '../../src/mmc/commands/read-10.ts';
import { blankDisc, SimulatedDrive } from '../../src/simulator/index.ts';
import { exported, fileSystem } from '../read/iso/support.ts';
import { blocksOfNoise } from '../support/sources.ts';
import { checkCondition, TamperedTransport } from '../support/tampered-transport.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { driveWith } from '../write/recipes/block/support.ts';

const { TMPDIR } = process.env;
const temporary = temporaryFolder();
process.env.TMPDIR = temporary;
afterEach(() => expect(readdirSync(temporary)).toEqual([]));
afterAll(() => {
  if (TMPDIR === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = TMPDIR;
});

async function dvd() {
  const image = await fileSystem(100);
  const drive = await driveWith('DVD+R');
  await burnData(drive, image);
  return { drive, image };
}

const statusOf = async (drive: Drive): Promise<DiscState['status']> => (await readDiscState(drive)).status;

test.each(['DVD-R', 'BD-R', 'DVD+RW'])('a DVD is copied to a %s, byte for byte', async (medium) => {
  const { drive, image } = await dvd();
  const to = await driveWith(medium);
  const halves = new Set<string>();
  const copying = copyDisc(drive, to, { verify: 'full' });
  for await (const { half } of copying) halves.add(half);
  const { read, burned } = await copying;
  expect([...halves]).toEqual(['reading', 'writing']);
  expect(read).toMatchObject({ iso: { unreadable: [], warnings: [] } });
  expect(burned).toMatchObject([{ cancelled: false, comparisons: [{ track: 1 }] }]);
  expect((await exported(to)).bytes.equals(image.bytes)).toBe(true);
});

test('with one drive, the disc is changed in between; the files can be kept', async () => {
  const simulated = new SimulatedDrive({ disc: blankDisc('DVD+R') });
  const drive = new Drive(simulated);
  const image = await fileSystem(100);
  await burnData(drive, image);
  const directory = join(temporaryFolder(), 'kept');
  const changed = async () => {
    expect(existsSync(join(directory, 'disc.iso'))).toBe(true);
    await simulated.insert(blankDisc('DVD-R'));
    return drive;
  };
  await copyDisc(drive, changed, { directory });
  expect(readdirSync(directory)).toEqual(['disc.iso']);
  expect((await exported(drive)).bytes.equals(image.bytes)).toBe(true);
  await expect(copyDisc(drive, drive)).rejects.toThrow(/both drives are the same one/);
});

test('a CD is copied as a job', async () => {
  const [from, to] = [await driveWith('CD-R'), await driveWith('CD-R')];
  await burnAudio(from, [blocksOfNoise(320, 1), blocksOfNoise(340, 2)]);
  const { read, burned } = await copyDisc(from, to);
  expect(read).toMatchObject({ rip: { suspects: [], tracks: [{ number: 1 }, { number: 2 }] } });
  expect(burned).toHaveLength(1);
  const places = async (drive: Drive) => (await readDiscState(drive)).tracks.map(({ startLba }) => startLba);
  expect(await places(to)).toEqual(await places(from));
});

test('what does not suit is refused before the disc is read', async () => {
  const { drive } = await dvd();
  const full = await dvd();
  await expect(copyDisc(drive, full.drive)).rejects.toMatchObject({
    name: 'BurnError',
    phase: 'planning',
    message: expect.stringMatching(/This is the disc in sim:/),
  });
  const rewritable = await driveWith('DVD+RW');
  await burnData(rewritable, await fileSystem(40));
  await expect(copyDisc(drive, rewritable)).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
  await copyDisc(drive, rewritable, { overwrite: true });
  await expect(
    checkTarget(await driveWith('DVD-R'), { kind: 'blocks', neededBlocks: 3_000_000 }, false),
  ).rejects.toMatchObject({
    code: 'NO_ROOM',
    message: expect.stringMatching(/^the copy needs 6\.14 GB/),
  });
  const cd = await driveWith('CD-R');
  await burnAudio(cd, [blocksOfNoise(320)]);
  await expect(copyDisc(cd, await driveWith('DVD-R'))).rejects.toMatchObject({ phase: 'planning' });
});

test('a DVD of several sessions is refused, and says why', async () => {
  const from = await driveWith('DVD+R');
  await burnData(from, await fileSystem(100), { ending: 'close-session' });
  await burnData(from, async ({ nextWritableLba }) => fileSystem(100, nextWritableLba), { append: true });
  await expect(copyDisc(from, await driveWith('DVD+R'))).rejects.toMatchObject({
    kind: 'unsuitable-disc',
    message: expect.stringMatching(/has 2 sessions.*iso extract/),
  });
});

test('a disc that cannot be read leaves the other one blank, unless zeros are asked for', async () => {
  const image = await fileSystem(100);
  const transport = new TamperedTransport(new SimulatedDrive({ disc: blankDisc('DVD+R') }));
  const from = new Drive(transport);
  await burnData(from, image);
  transport.tamper = (request, next) => {
    if (request.cdb[0] !== read10.spec.opcode) return next();
    const { lba, lengthBlocks } = read10.spec.cdb.decode(request.cdb);
    return lba <= 60 && lba + lengthBlocks > 60 ? checkCondition(3, 0x11, 0x05) : next();
  };
  const to = await driveWith('DVD+R');
  await expect(copyDisc(from, to)).rejects.toMatchObject({ kind: 'unreadable', lba: 60 });
  expect(await statusOf(to)).toBe('blank');
  const warnings: string[] = [];
  const copying = copyDisc(from, to, { onError: 'silence' });
  for await (const step of copying) if (step.phase === 'noted') warnings.push(step.warning);
  expect(warnings).toEqual([expect.stringMatching(/^1 block of the disc could not be read.*LBA 60$/)]);
});

test('what the burn would refuse is refused before the disc is read', async () => {
  const simulated = new SimulatedDrive({ disc: blankDisc('DVD+R') });
  const transport = new TamperedTransport(simulated);
  const from = new Drive(transport);
  await burnData(from, await fileSystem(100));
  let reads = 0;
  transport.tamper = (request, next) => {
    if (request.cdb[0] === read10.spec.opcode) reads++;
    return next();
  };
  const to = await driveWith('DVD+R');
  for (const options of [{ verify: 'all' }, { writeSpeedKBps: 0 }, { writeSpeedKBps: Number.NaN }, { directory: '' }]) {
    await expect(copyDisc(from, to, options as CopyOptions)).rejects.toMatchObject({
      name: expect.stringMatching(/^(Burn|Options)Error$/),
    });
  }
  expect(reads).toBe(0);
});

test('cancelled while it reads, it writes nothing', async () => {
  const { drive } = await dvd();
  const to = await driveWith('DVD+R');
  const copying = copyDisc(drive, to);
  await copying.next();
  copying.cancel();
  await expect(copying).rejects.toMatchObject({ name: 'AbortError' });
  expect(await statusOf(to)).toBe('blank');
});
