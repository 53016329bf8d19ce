import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { getConfiguration } from '../../../src/mmc/commands/get-configuration.ts';
import { getWriteSpeeds } from '../../../src/mmc/commands/get-performance.ts';
import { readAtip } from '../../../src/mmc/commands/read-atip.ts';
import { setCdSpeed } from '../../../src/mmc/commands/set-cd-speed.ts';
import {
  cdMasteringFeature,
  cdRwMediaWriteSupportFeature,
  cdTrackAtOnceFeature,
  findFeature,
} from '../../../src/mmc/features.ts';
import { capabilitiesPage, writeSpeedsOf } from '../../../src/mmc/mode-pages/capabilities.ts';
import { Profile } from '../../../src/mmc/profiles.ts';
import { modeSense10 } from '../../../src/scsi/commands/mode-sense-10.ts';
import { modeParameters } from '../../../src/scsi/mode-page.ts';
import {
  blankDisc,
  type CdMediumKind,
  Disc,
  type MediumKind,
  openSimulatedDrive,
  SimulatedDrive,
} from '../../../src/simulator/index.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import {
  blocks,
  burnTrack,
  closeSession,
  discInformation,
  fullToc,
  run,
  selectPage05,
  trackInformation,
} from '../support.ts';

const driveWith = (medium: CdMediumKind) => new SimulatedDrive({ disc: Disc.blank(medium) });
const atipOf = (drive: SimulatedDrive) => run(drive, readAtip({ allocationLength: 32 }));
const featuresOf = (drive: SimulatedDrive) => run(drive, getConfiguration({ allocationLength: 1_000 }));

describe('each kind of blank', () => {
  test.each<[CdMediumKind, number, boolean, number, number, number[]]>([
    ['CD-R 74', Profile.CdR, false, 335_100, -11_080, [97, 34, 20]],
    ['CD-R 80', Profile.CdR, false, 359_849, -11_634, [97, 26, 66]],
    ['CD-R 90', Profile.CdR, false, 404_849, -11_607, [97, 27, 18]],
    ['CD-RW', Profile.CdRw, true, 359_849, -11_745, [97, 25, 30]],
    ['CD-RW HS', Profile.CdRw, true, 359_848, -11_745, [97, 25, 30]],
  ])(
    '%s reports its profile, its capacity and its ATIP',
    async (kind, profile, erasable, capacity, _leadIn, leadIn) => {
      await using drive = driveWith(kind);
      expect((await featuresOf(drive)).currentProfile).toBe(profile);
      expect(await discInformation(drive)).toMatchObject({ erasable, discStatus: 0 });
      expect(await trackInformation(drive)).toMatchObject({ nextWritableLba: 0, freeBlocks: capacity - 2 });
      const atip = await atipOf(drive);
      expect([atip.leadInStartMinute, atip.leadInStartSecond, atip.leadInStartFrame]).toEqual(leadIn);
      const { lastLeadOutStartMinute: minute, lastLeadOutStartSecond: second, lastLeadOutStartFrame: frame } = atip;
      expect((minute * 60 + second) * 75 + frame - 150).toBe(capacity);
      expect(atip.rewritable).toBe(erasable);
    },
  );

  test('a CD-RW reports its speeds and powers, a CD-R does not', async () => {
    await using slow = driveWith('CD-RW');
    expect(await atipOf(slow)).toMatchObject({ referenceSpeed: 1, a1Valid: true, a1: 0x024cb0, a2: 0x5cd836 });
    await using fast = driveWith('CD-RW HS');
    expect(await atipOf(fast)).toMatchObject({ referenceSpeed: 3, a2Valid: true, a1: 0x241ad8, a2: 0x26b24a });
    await using once = driveWith('CD-R 80');
    expect(await atipOf(once)).toMatchObject({ referenceSpeed: 0, a1Valid: false, a2Valid: false, a1: 0 });
  });

  test.each<[CdMediumKind, number[]]>([
    ['CD-R 80', [48, 40, 32, 24, 16, 12, 8, 4]],
    ['CD-RW', [4]],
    ['CD-RW HS', [12, 8, 4]],
  ])('%s is written at %j times 1x and no other speed', async (kind, speeds) => {
    await using drive = driveWith(kind);
    const inKBps = speeds.map((speed) => Math.floor(speed * 176.4));
    const { entries } = await run(drive, getWriteSpeeds({ maxDescriptors: 20 }));
    expect(entries.map(({ writeKBps }) => writeKBps)).toEqual(inKBps);
    const page = async () => {
      const sensed = await run(drive, modeSense10({ pageCode: 0x2a, allocationLength: 400 }));
      return modeParameters.decode(sensed).pages[0] ?? new Uint8Array();
    };
    expect(writeSpeedsOf(await page()).map(({ writeKBps }) => writeKBps)).toEqual(inKBps);
    expect(capabilitiesPage.decode(await page())).toMatchObject({ writeCdRw: true, currentWriteKBps: inKBps[0] });
    await run(drive, setCdSpeed({ readKBps: 0xffff, writeKBps: 1_412 }));
    const requested = speeds.find((speed) => speed <= 8) ?? 0;
    expect(capabilitiesPage.decode(await page())).toMatchObject({ currentWriteKBps: Math.floor(requested * 176.4) });
  });

  test('the current features depend on the disc', async () => {
    await using drive = driveWith('CD-RW');
    const rewritable = await featuresOf(drive);
    expect(findFeature(rewritable.entries, cdRwMediaWriteSupportFeature)).toMatchObject({ current: true, subTypes: 3 });
    expect(findFeature(rewritable.entries, cdTrackAtOnceFeature)).toMatchObject({ current: true, cdRw: true });
    expect(findFeature(rewritable.entries, cdMasteringFeature)).toMatchObject({ current: true, cdRw: true });
    await drive.insert(Disc.blank('CD-R 74'));
    await drive.clock.sleep(10_000);
    const once = await featuresOf(drive);
    expect(findFeature(once.entries, cdRwMediaWriteSupportFeature)).toMatchObject({ current: false });
    expect(once.currentProfile).toBe(Profile.CdR);
  });

  test('the first lead-in repeats the ATIP', async () => {
    await using drive = driveWith('CD-RW');
    await burnTrack(drive, blocks(300));
    await selectPage05(drive, { multiSession: 3 });
    await closeSession(drive);
    const { entries } = await fullToc(drive);
    const pointers = entries.filter(({ adr }) => adr === 5);
    expect(pointers).toMatchObject([
      // 302 + 11,250 blocks: 2:36:02. Three pointers in all.
      { point: 0xb0, minute: 2, second: 36, frame: 2, zero: 3, pointMinute: 79, pointSecond: 59, pointFrame: 74 },
      { point: 0xc0, minute: 0xd1, second: 0, frame: 0xc6, pointMinute: 97, pointSecond: 25, pointFrame: 30 },
      { point: 0xc1, minute: 0x02, second: 0x4c, frame: 0xb0 },
    ]);
  });
});

describe('the medium of a saved disc', () => {
  let folder = '';
  beforeEach(() => {
    folder = temporaryFolder();
  });
  const profileOf = async (spec: string, medium?: CdMediumKind) => {
    await using drive = await openSimulatedDrive(spec, { medium });
    return (await featuresOf(drive)).currentProfile;
  };

  test('is chosen when the disc is created, and kept', async () => {
    const path = join(folder, 'my.disc');
    expect(await profileOf(`${path}?medium=CD-RW`)).toBe(Profile.CdRw);
    expect(await profileOf(path)).toBe(Profile.CdRw);
    expect(await profileOf(path, 'CD-RW')).toBe(Profile.CdRw);
    expect(await profileOf(join(folder, 'other.disc'), 'CD-RW HS')).toBe(Profile.CdRw);
    expect(await profileOf(join(folder, 'plain.disc'))).toBe(Profile.CdR);
    expect(await profileOf('?medium=CD-RW')).toBe(Profile.CdRw);
  });

  test('another one is refused, and nothing is changed or left locked', async () => {
    const path = join(folder, 'my.disc');
    await profileOf(path);
    await expect(profileOf(`${path}?medium=CD-RW+HS`)).rejects.toMatchObject({
      kind: 'unsupported',
      message: expect.stringMatching(/the medium CD-R 80 \(80-minute CD-R\), not CD-RW HS \(.*name another file/),
    });
    expect(await profileOf(path)).toBe(Profile.CdR);
  });
});

test.each(['CD-R', 'dvd+r', 'toString', '', 5])('a disc of kind %p is refused, and the kinds are named', (kind) => {
  expect(() => blankDisc(kind as MediumKind)).toThrow(/^blankDisc\(\): the medium is .*Use one of CD-R 74, CD-R 80, /);
});
