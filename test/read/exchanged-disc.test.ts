import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { burnData, Drive, exportBinCue, exportIso, ripDisc } from '../../src/index.ts';
import { read10 } from '../../src/mmc/commands/read-10.ts';
import { readCd } from '../../src/mmc/commands/read-cd.ts';
import { blankDisc, type MediumKind, SimulatedDrive } from '../../src/simulator/index.ts';
import { noise, sourceOf } from '../support/sources.ts';
import { TamperedTransport } from '../support/tampered-transport.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { fileSystem } from './iso/support.ts';

const BLOCKS = 400;

/** Discs of this kind whose tracks have the same length; the second is in the drive from the nth READ on. */
async function twoDiscs(medium: MediumKind, nth: number, bytes: readonly Uint8Array[]) {
  const discs = [];
  for (const each of bytes) {
    const simulated = new SimulatedDrive({ disc: blankDisc(medium) });
    await burnData(new Drive(simulated), sourceOf(each));
    discs.push(await simulated.removeDisc());
  }
  const [first, second] = discs as [NonNullable<(typeof discs)[0]>, NonNullable<(typeof discs)[0]>];
  const simulated = new SimulatedDrive({ disc: first });
  const transport = new TamperedTransport(simulated);
  let reads = 0;
  transport.tamper = async (request, next) => {
    const isRead = [read10.spec.opcode, readCd.spec.opcode].includes(request.cdb[0] ?? 0);
    if (isRead && ++reads === nth) {
      await simulated.removeDisc();
      await simulated.insert(second);
    }
    return next();
  };
  return { drive: new Drive(transport), reads: () => reads };
}

const fileSystems = async () => {
  const { bytes } = await fileSystem(BLOCKS);
  const other = Buffer.from(bytes);
  // The same length, other files: the time in the volume descriptor differs.
  other.write('2002020202020202', 16 * 2_048 + 813, 'latin1');
  other.set(noise(100 * 2_048, 9), 100 * 2_048);
  return [bytes, other];
};

test.each(['DVD+RW', 'CD-R 80'] as const)('a %s that is exchanged for one of equal tracks ends it', async (medium) => {
  const bytes = await fileSystems();
  for (const nth of [12, 17]) {
    const { drive, reads } = await twoDiscs(medium, nth, bytes);
    const directory = temporaryFolder();
    await expect(exportIso(drive, { path: join(directory, 'x.iso') })).rejects.toThrow(/changed while it was read/);
    expect(reads()).toBeGreaterThanOrEqual(nth);
    expect(readdirSync(directory)).toEqual([]);
  }
});

test('so does a CD of data that is exported to BIN/CUE or ripped', async () => {
  const bytes = await fileSystems();
  const image = await twoDiscs('CD-R 80', 15, bytes);
  const directory = temporaryFolder();
  await expect(exportBinCue(image.drive, { cuePath: join(directory, 'x.cue') })).rejects.toThrow(/changed while/);
  const { drive } = await twoDiscs('CD-R 80', 15, bytes);
  await expect(ripDisc(drive, { directory, format: 'job' })).rejects.toThrow(/changed while/);
  expect(readdirSync(directory)).toEqual([]);
});

test('a drive that was only reset reads on', async () => {
  const [bytes = new Uint8Array()] = await fileSystems();
  for (const nth of [1, 14]) {
    const { drive } = await twoDiscs('DVD+RW', nth, [bytes, bytes]);
    const result = await exportIso(drive, { path: join(temporaryFolder(), 'x.iso') });
    expect(result.lengthBlocks * 2_048).toBe(bytes.length);
  }
});
