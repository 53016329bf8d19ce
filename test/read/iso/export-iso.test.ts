import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { burnAudio, burnData, currentProfile, Drive, exportIso, Profile } from '../../../src/index.ts';
import { getConfiguration } from '../../../src/mmc/commands/get-configuration.ts';
import { read10 } from '../../../src/mmc/commands/read-10.ts';
import { readCapacity } from '../../../src/mmc/commands/read-capacity.ts';
import { readDvdCopyright } from '../../../src/mmc/commands/read-disc-structure.ts';
import { dvdCopyright } from '../../../src/mmc/structures/dvd.ts';
import { blankDisc, SimulatedDrive } from '../../../src/simulator/index.ts';
import type { ScsiReply } from '../../../src/transport/transport.ts';
import { blocksOfNoise, noise, sourceOf } from '../../support/sources.ts';
import { checkCondition, type Tamper, TamperedTransport } from '../../support/tampered-transport.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { BLOCK, exported, fileSystem, padded } from './support.ts';

const READ = read10.spec.opcode;

/** A drive with this disc, and the transport that can answer in its place. */
function driveWith(medium: 'DVD+R' | 'CD-R'): { drive: Drive; transport: TamperedTransport } {
  const transport = new TamperedTransport(
    new SimulatedDrive({ disc: medium === 'CD-R' ? blankDisc() : blankDisc(medium) }),
  );
  return { drive: new Drive(transport), transport };
}

/** READs of any of these blocks fail. */
const failing =
  (from: number, to: number, sense: readonly [number, number, number] = [3, 0x11, 0x05]): Tamper =>
  (request, next) => {
    if (request.cdb[0] !== READ) return next();
    const { lba, lengthBlocks } = read10.spec.cdb.decode(request.cdb);
    return lba <= to && lba + lengthBlocks > from ? checkCondition(...sense) : next();
  };

async function burnedDvd() {
  const image = await fileSystem(100);
  const { drive, transport } = driveWith('DVD+R');
  await burnData(drive, image);
  return { drive, transport, image };
}

test('a block that cannot be read ends it, and no file is left', async () => {
  const { drive, transport } = await burnedDvd();
  transport.tamper = failing(50, 51);
  const folder = temporaryFolder();
  const path = join(folder, 'x.iso');
  await expect(exportIso(drive, { path })).rejects.toMatchObject({
    name: 'ImageError',
    kind: 'unreadable',
    track: 1,
    lba: 50,
    message: expect.stringMatching(/^track 1 cannot be read at LBA 50: .*x\.iso was not written\. .*--on-error zeros/),
  });
  expect(readdirSync(folder)).toEqual([]);
});

test('or is zeros, if that is asked for, and is named; its neighbours are read', async () => {
  const { drive, transport, image } = await burnedDvd();
  transport.tamper = (request, next) => failing(50, 51)(request, () => failing(70, 70)(request, next) as never);
  const { bytes, unreadable, warnings } = await exported(drive, { onError: 'zeros' });
  const wanted = Buffer.from(image.bytes);
  wanted.fill(0, 50 * BLOCK, 52 * BLOCK);
  wanted.fill(0, 70 * BLOCK, 71 * BLOCK);
  expect(bytes.equals(wanted)).toBe(true);
  expect(unreadable).toEqual([
    { startLba: 50, lengthBlocks: 2 },
    { startLba: 70, lengthBlocks: 1 },
  ]);
  expect(warnings).toEqual(['3 blocks of the disc could not be read, and are zeros in the file: LBA 50 to 51, 70']);
});

test('padding that cannot be read is not missed, unless something follows it', async () => {
  const { drive, transport, image } = await burnedDvd();
  const end = image.bytes.length / BLOCK;
  transport.tamper = failing(end + 10, end + 11);
  const { bytes, warnings } = await exported(drive);
  expect([bytes.equals(image.bytes), warnings]).toEqual([true, []]);
  await expect(exported(drive, { whole: true })).rejects.toMatchObject({ kind: 'unreadable', lba: end + 10 });

  const more = driveWith('DVD+R');
  await burnData(more.drive, sourceOf(Buffer.concat([image.bytes, Buffer.alloc(20 * BLOCK), noise(BLOCK)])));
  more.transport.tamper = transport.tamper;
  await expect(exported(more.drive)).rejects.toMatchObject({ kind: 'unreadable', lba: end + 10 });
  const zeros = await exported(more.drive, { onError: 'zeros' });
  expect(zeros.unreadable).toEqual([{ startLba: end + 10, lengthBlocks: 2 }]);
  expect(zeros.bytes.subarray(-BLOCK).equals(noise(BLOCK))).toBe(true);
});

test('the run-out of a CD is left out, and said where no file system ends before it', async () => {
  const { drive, transport } = driveWith('CD-R');
  const data = noise(320 * BLOCK);
  await burnData(drive, sourceOf(data), { padBlocks: 0 });
  transport.tamper = failing(318, 319);
  const { bytes, warnings } = await exported(drive);
  expect(bytes.equals(data.subarray(0, 318 * BLOCK))).toBe(true);
  expect(warnings).toEqual([expect.stringMatching(/^the end of the last track, from LBA 318, could not be read/)]);
  transport.tamper = failing(200, 319);
  await expect(exported(drive)).rejects.toMatchObject({ lba: 200 });
});

const answered = (data: Uint8Array): ScsiReply =>
  ({
    outcome: 'answered',
    status: 0,
    hostStatus: 0,
    driverStatus: 0,
    sense: new Uint8Array(),
    data,
    durationMs: 0,
    resends: 0,
  }) as never;

test('a disc that is protected by CSS is refused before a block is read', async () => {
  const { drive, transport } = await burnedDvd();
  const { opcode } = readDvdCopyright.spec;
  const reply = dvdCopyright.encode({ dataLength: 6, protection: 1, regions: 0xfe });
  transport.tamper = (request, next) =>
    request.cdb[0] === opcode && request.cdb[7] === 0x01 ? answered(reply) : next();
  transport.cdbs.length = 0;
  await expect(exported(drive)).rejects.toMatchObject({
    kind: 'unsuitable-disc',
    message: expect.stringMatching(/encrypted with CSS.*does not circumvent/),
  });
  expect(transport.sent(READ)).toEqual([]);
});

test('a drive that does not read protected blocks is believed', async () => {
  const { drive, transport } = await burnedDvd();
  transport.tamper = failing(60, 60, [5, 0x6f, 0x03]);
  await expect(exported(drive, { onError: 'zeros' })).rejects.toMatchObject({
    kind: 'unsuitable-disc',
    message: expect.stringMatching(/protected against copying, and the drive does not read it at LBA \d+/),
  });
});

test('of an Enhanced CD, the data; of an audio CD, nothing', async () => {
  const { drive } = driveWith('CD-R');
  await burnAudio(drive, [blocksOfNoise(320)], { ending: 'close-session' });
  await expect(exported(drive)).rejects.toMatchObject({ message: expect.stringMatching(/has no data.*--cue/) });
  const data = noise(350 * BLOCK);
  await burnData(drive, sourceOf(data), { append: true });
  const { bytes, startLba, sessionStarts, warnings, lengthBlocks } = await exported(drive);
  expect(bytes.equals(padded(data, lengthBlocks))).toBe(true);
  expect(sessionStarts).toEqual([startLba]);
  expect(startLba).toBeGreaterThan(11_000);
  expect(warnings).toEqual([
    expect.stringMatching(/track 1\) is not in/),
    expect.stringMatching(`--start ${startLba}`),
  ]);
});

test('blocks of another kind are refused, also where zeros are asked for', async () => {
  const { drive, transport } = driveWith('CD-R');
  await burnData(drive, await fileSystem(400));
  transport.tamper = failing(100, 300, [5, 0x64, 0x00]);
  await expect(exported(drive, { onError: 'zeros' })).rejects.toMatchObject({
    kind: 'unsuitable-disc',
    lba: 100,
    message: expect.stringMatching(/Mode 2 form 2.*--cue/),
  });
});

test('a second reading that differs leaves no file', async () => {
  const { drive, transport } = await burnedDvd();
  let reads = 0;
  transport.tamper = async (request, next) => {
    const reply = await next();
    if (request.cdb[0] !== READ || ++reads < 16 || reply.outcome !== 'answered') return reply;
    return { ...reply, data: Uint8Array.from(reply.data, (byte) => byte ^ 1) };
  };
  await expect(exported(drive, { passes: 2 })).rejects.toMatchObject({
    kind: 'unreadable',
    message: expect.stringMatching(/reading 2 of the disc gave other bytes/),
  });
});

test('an existing file, and wrong options, are refused; a cancelled export leaves nothing', async () => {
  const { drive } = await burnedDvd();
  const folder = temporaryFolder();
  const path = join(folder, 'x.iso');
  const cancelled = exportIso(drive, { path });
  await cancelled.next();
  cancelled.cancel();
  await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
  expect(readdirSync(folder)).toEqual([]);
  writeFileSync(path, 'mine');
  await expect(exportIso(drive, { path })).rejects.toMatchObject({ kind: 'exists' });
  expect(await exportIso(drive, { path, overwrite: true })).toMatchObject({ path, startLba: 0 });
  await expect(exportIso(drive, { path, onError: 'silence' as never })).rejects.toThrow(/'stop' or 'zeros'/);
  await expect(exportIso(drive, {} as never)).rejects.toThrow(/path/);
});

test('of a pressed disc, all that the drive says it can read', async () => {
  const { drive, transport, image } = await burnedDvd();
  transport.tamper = async (request, next) => {
    const reply = await next();
    if (request.cdb[0] !== getConfiguration.spec.opcode || reply.outcome !== 'answered') return reply;
    const data = Uint8Array.from(reply.data);
    data.set([0x00, Profile.DvdRom], 6);
    return { ...reply, data };
  };
  const again = new Drive(transport);
  expect(await currentProfile(again)).toBe(Profile.DvdRom);
  transport.cdbs.length = 0;
  expect((await exported(again)).bytes.equals(image.bytes)).toBe(true);
  expect(transport.opcodes).toContain(readCapacity.spec.opcode);
  expect((await exported(drive)).bytes.equals(image.bytes)).toBe(true);
});
