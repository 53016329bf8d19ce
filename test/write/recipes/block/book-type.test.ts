import { describe, expect, test } from '@jest/globals';
import { type BookTypeChoice, burnData, Drive, formatDisc } from '../../../../src/index.ts';
import { readAdip, readDvdPhysicalFormat } from '../../../../src/mmc/commands/read-disc-structure.ts';
import { BookType } from '../../../../src/mmc/disc-structures.ts';
import { BlockDisc, type BlockMediumKind, SimulatedDrive } from '../../../../src/simulator/index.ts';
import { dataOf, finished } from './support.ts';

const LITE_ON = { vendor: 'LITE-ON', product: 'DVDRW LH-20A1P', revision: 'KL0N', serialNumber: '1' };
const UNKNOWN = { ...LITE_ON, vendor: 'ACME' };

function driveWith(medium: BlockMediumKind, identity?: typeof LITE_ON) {
  const simulated = new SimulatedDrive({
    disc: BlockDisc.blank(medium),
    ...(identity === undefined ? {} : { identity }),
  });
  return { simulated, drive: new Drive(simulated) };
}

const bookOf = async (drive: Drive) => (await drive.execute(readDvdPhysicalFormat({ allocationLength: 36 }))).bookType;

const burned = (drive: Drive, bookType?: BookTypeChoice) =>
  finished(burnData(drive, dataOf(100), bookType === undefined ? {} : { bookType }));

describe.each<[BlockMediumKind, BookType]>([
  ['DVD+R', BookType.DvdPlusR],
  ['DVD+R DL', BookType.DvdPlusRDualLayer],
])('a %s', (medium, own) => {
  test('is written with the book type of DVD-ROM by a drive of LG design, which keeps the setting', async () => {
    const { simulated, drive } = driveWith(medium);
    const { warnings } = await burned(drive, 'dvd-rom');
    expect(warnings).toEqual([]);
    expect(await bookOf(drive)).toBe(BookType.DvdRom);
    expect((await drive.execute(readAdip({ allocationLength: 36 }))).bookType).toBe(own);

    await simulated.insert(BlockDisc.blank(medium));
    await burned(drive);
    expect(await bookOf(drive)).toBe(BookType.DvdRom);
    await simulated.insert(BlockDisc.blank(medium));
    await burned(drive, 'own');
    expect(await bookOf(drive)).toBe(own);
    await drive.close();
  });

  test('is refused before anything is written where no command is known, or the drive refuses it', async () => {
    const unknown = driveWith(medium, UNKNOWN);
    await expect(burned(unknown.drive, 'dvd-rom')).rejects.toMatchObject({
      phase: 'preparing',
      code: 'BOOK_TYPE_REFUSED',
      message: expect.stringContaining('no command is known by which drives of ACME set the book type'),
    });
    expect((unknown.simulated.burner.tray.disc as BlockDisc).blank).toBe(true);

    const refusing = driveWith(medium);
    refusing.simulated.inject({ at: { command: 'LG SET BOOK TYPES' }, does: { sense: '5/20/00' }, times: 'always' });
    await expect(burned(refusing.drive, 'dvd-rom')).rejects.toMatchObject({
      code: 'BOOK_TYPE_REFUSED',
      message: expect.stringContaining('the drive refuses to set the book type'),
    });
    expect((refusing.simulated.burner.tray.disc as BlockDisc).blank).toBe(true);
  });
});

test('a DVD+RW gets it when it is formatted, by a drive of LITE-ON design', async () => {
  const { drive } = driveWith('DVD+RW', LITE_ON);
  await finished(formatDisc(drive, { bookType: 'dvd-rom' }));
  expect(await bookOf(drive)).toBe(BookType.DvdRom);
  await expect(burned(drive, 'own')).rejects.toMatchObject({
    phase: 'planning',
    message: expect.stringContaining('the book type is on the disc already'),
  });
  await finished(formatDisc(drive, { bookType: 'own' }));
  expect(await bookOf(drive)).toBe(BookType.DvdPlusRw);
  await drive.close();
});

test('a DVD+RW that is not formatted gets it when it is written', async () => {
  const { drive } = driveWith('DVD+RW', LITE_ON);
  await burned(drive, 'dvd-rom');
  expect(await bookOf(drive)).toBe(BookType.DvdRom);
  await drive.close();
});

test('drives of LG design do not set that of a DVD+RW', async () => {
  const { drive } = driveWith('DVD+RW');
  await expect(finished(formatDisc(drive, { bookType: 'dvd-rom' }))).rejects.toMatchObject({
    code: 'BOOK_TYPE_REFUSED',
    message: expect.stringContaining('set the book type of a DVD+RW'),
  });
});

test('a drive that accepts the setting and ignores it is a warning: the disc is written', async () => {
  const { simulated, drive } = driveWith('DVD+RW', LITE_ON);
  simulated.burner.behaviours.unshift({
    name: 'ignores the setting',
    answer: (call, next) =>
      call.cdb[0] === 0xdf ? Promise.resolve({ status: 0, sense: new Uint8Array(), data: new Uint8Array() }) : next(),
  });
  const { warnings } = await burned(drive, 'dvd-rom');
  expect(warnings).toContainEqual(expect.stringContaining('accepted the book type DVD-ROM, but the disc has its own'));
});

test.each<BlockMediumKind>(['DVD-R', 'BD-R', 'DVD-RAM'])('a %s has no choice of book types', async (medium) => {
  const { drive } = driveWith(medium);
  await expect(burned(drive, 'dvd-rom')).rejects.toMatchObject({ phase: 'planning', code: 'UNSUITABLE_MEDIUM' });
});

test('a book type that there is not is an error', async () => {
  const { drive } = driveWith('DVD+R');
  await expect(burned(drive, 'dvd-ram' as BookTypeChoice)).rejects.toThrow("bookType is the string 'dvd-ram'");
});
