import { describe, expect, test } from '@jest/globals';
import { FormatType } from '../../../src/mmc/commands/format-unit.ts';
import { getDefectCacheZones, getDefectiveBlocks, getDefectStatus } from '../../../src/mmc/commands/get-performance.ts';
import { readDefectData12 } from '../../../src/mmc/commands/read-defect-data-12.ts';
import {
  readBdDefectList,
  readBdDefinition,
  readBdSpareArea,
  readDvdRamDefinition,
  readDvdRamSpareArea,
} from '../../../src/mmc/commands/read-disc-structure.ts';
import { synchronizeCache } from '../../../src/mmc/commands/synchronize-cache.ts';
import { verify10 } from '../../../src/mmc/commands/verify-10.ts';
import { write12 } from '../../../src/mmc/commands/write-12.ts';
import { errorRecoveryPage } from '../../../src/mmc/mode-pages/error-recovery.ts';
import { modeSelect10 } from '../../../src/scsi/commands/mode-select-10.ts';
import { modeSense10 } from '../../../src/scsi/commands/mode-sense-10.ts';
import { modeParameters } from '../../../src/scsi/mode-page.ts';
import type { SimulatedDrive } from '../../../src/simulator/index.ts';
import { run, senseOf as sensedBy } from '../support.ts';
import { dataBlocks, driveWith, format, formatsOf, read, write } from './support.ts';

async function senseOf(promise: Promise<unknown>): Promise<string> {
  const { key, asc, ascq } = await sensedBy(promise);
  return [key.toString(16), ...[asc, ascq].map((code) => code.toString(16).toUpperCase().padStart(2, '0'))].join('/');
}

const bad = (fromLba: number, toLba: number) =>
  ({ does: { scratch: { fromLba, toLba, kind: 'unreadable' } } }) as const;

async function setAwre(drive: SimulatedDrive, automaticWriteReallocation: boolean): Promise<void> {
  const sensed = await run(drive, modeSense10({ pageCode: errorRecoveryPage.code, allocationLength: 64 }));
  const [page = new Uint8Array()] = modeParameters.decode(sensed).pages;
  const pages = [errorRecoveryPage.edit(page, { automaticWriteReallocation })];
  const parameters = modeParameters.encodeForSelect({ mediumType: 0, blockDescriptors: new Uint8Array(), pages });
  await run(drive, modeSelect10({ pageFormat: true }, parameters));
}

/** Formatted with the fewest spare blocks. */
async function bdRe(): Promise<SimulatedDrive> {
  const drive = driveWith('BD-RE');
  await format(drive, { formatType: FormatType.BdReWithSpare, blocks: 12_088_320, parameter: 4_096 });
  return drive;
}

describe.each([
  ['BD-RE', bdRe, 32, 131_072],
  ['DVD-RAM', async () => driveWith('DVD-RAM'), 16, 58_368],
] as const)('a %s with spare areas', (_, prepared, ecc, spareBlocks) => {
  test('replaces what is bad when it is written, and reads it from there', async () => {
    const drive = await prepared();
    drive.inject(bad(ecc + 3, ecc + 3));
    const data = dataBlocks(3 * ecc);
    for (let at = 0; at < 3 * ecc; at += ecc) {
      await write(drive, at, data.subarray(at * 2_048, (at + ecc) * 2_048));
    }
    await run(drive, synchronizeCache({}));
    for (let at = 0; at < 3 * ecc; at += ecc) {
      expect(await read(drive, at, ecc)).toEqual(data.subarray(at * 2_048, (at + ecc) * 2_048));
    }
    const spare =
      ecc === 32
        ? await run(drive, readBdSpareArea({ allocationLength: 16 }))
        : await run(drive, readDvdRamSpareArea({ allocationLength: 16 }));
    const unused = 'unused' in spare ? spare.unused : spare.unusedPrimary + spare.unusedSupplementary;
    expect(unused).toBe(spareBlocks - ecc);
  });

  test('lists what is replaced, by four commands', async () => {
    const drive = await prepared();
    drive.inject(bad(5 * ecc, 5 * ecc));
    await write(drive, 5 * ecc, dataBlocks(ecc));
    const list = await run(drive, readDefectData12({ grown: true, format: 0, allocationLength: 12 }));
    expect(list.entries).toEqual([{ lba: 5 * ecc }]);
    const [status] = (await run(drive, getDefectStatus({ maxDescriptors: 1 }))).entries;
    expect(status).toMatchObject({ startLba: 0, blocking: ecc });
    expect(status?.defects[0]).toBe(0b10_0000);
    const { entries } = await run(drive, getDefectiveBlocks({ maxDescriptors: 10 }));
    expect(entries.map(({ lba }) => lba)).toEqual([5 * ecc]);
    expect((await run(drive, getDefectCacheZones({ maxDescriptors: 10 }))).entries).toEqual([]);
    if (ecc === 16) {
      expect(await run(drive, readDvdRamDefinition({ allocationLength: 2_052 }))).toMatchObject({ updates: 1 });
      return;
    }
    const definition = await run(drive, readBdDefinition({ allocationLength: 2_052 }));
    expect(definition).toMatchObject({ identifier: 'DS', lastUserBlock: 12_088_319, innerSpare0: 4_096, spareFull: 0 });
    const defects = await run(drive, readBdDefectList({ allocationLength: 65_535 }));
    expect(defects.entries).toEqual([
      { status: 0, defect: definition.firstUserSector + 160, status2: 0, replacement: 0x100000 },
    ]);
  });

  test('streamed, or with AWRE off, it replaces nothing, and what is bad cannot be read', async () => {
    const drive = await prepared();
    drive.inject(bad(0, 0));
    await run(drive, write12({ lba: 0, lengthBlocks: ecc, streaming: true }, dataBlocks(ecc)));
    expect(await senseOf(read(drive, 0, ecc))).toBe('3/11/05');
    expect(await senseOf(run(drive, verify10({ lba: 0, lengthBlocks: ecc })))).toBe('3/11/05');

    await setAwre(drive, false);
    await write(drive, 0, dataBlocks(ecc));
    expect(await senseOf(read(drive, 0, ecc))).toBe('3/11/05');
    await setAwre(drive, true);
    await write(drive, 0, dataBlocks(ecc));
    expect(await read(drive, 0, ecc)).toEqual(dataBlocks(ecc));
  });

  test('says so when there is no spare block left', async () => {
    const drive = await prepared();
    const disc = drive.burner.tray.disc;
    const { structure } = disc as unknown as { structure: { layout: 'formatted'; spareBlocks: number } };
    const replaced = Array.from({ length: spareBlocks / ecc }, (__, index) => (index + 100) * ecc);
    await (disc as unknown as { change(structure: unknown): Promise<void> }).change({ ...structure, replaced });
    drive.inject(bad(7, 7));
    expect(await senseOf(write(drive, 0, dataBlocks(ecc)))).toBe('3/32/00');
    expect(await senseOf(read(drive, 0, ecc))).toBe('3/11/05');
  });
});

test('a format forgets what was replaced', async () => {
  const drive = await bdRe();
  drive.inject(bad(0, 0));
  await write(drive, 0, dataBlocks(32));
  const [{ blocks = 0 } = {}] = (await formatsOf(drive)).entries;
  await format(drive, { formatType: FormatType.BdReWithSpare, blocks });
  expect((await run(drive, readBdDefectList({ allocationLength: 65_535 }))).defects).toBe(0);
});

test('a BD-R with spare areas replaces bad clusters too, and one without does not', async () => {
  for (const spare of [true, false]) {
    const drive = driveWith('BD-R');
    if (spare) await format(drive, { formatType: FormatType.BdRWithSpare, blocks: 12_088_320, subType: 1 });
    drive.inject(bad(33, 33));
    await write(drive, 0, dataBlocks(32));
    await write(drive, 32, dataBlocks(32, 1));
    await run(drive, synchronizeCache({}));
    const second = read(drive, 32, 32);
    if (spare) expect(await second).toEqual(dataBlocks(32, 1));
    else {
      expect(await senseOf(second)).toBe('3/11/05');
      expect(await senseOf(run(drive, getDefectStatus({ maxDescriptors: 1 })))).toBe('5/24/00');
      expect(await senseOf(run(drive, readDefectData12({ grown: true, format: 0, allocationLength: 8 })))).toBe(
        '5/30/02',
      );
    }
  }
});

test('a failed WRITE is not carried out on a BD-RE, and is sent again', async () => {
  const drive = await bdRe();
  drive.inject({ at: { command: 'WRITE(10)', lba: 32 }, does: { sense: '3/0C/00' } });
  await write(drive, 0, dataBlocks(32));
  expect(await senseOf(write(drive, 32, dataBlocks(32, 1)))).toBe('3/0C/00');
  await write(drive, 32, dataBlocks(32, 1));
  expect(await read(drive, 0, 32)).toEqual(dataBlocks(32));
  expect(await read(drive, 32, 32)).toEqual(dataBlocks(32, 1));
});
