import { expect, test } from '@jest/globals';
import { blank } from '../../../src/mmc/commands/blank.ts';
import { CloseFunction, closeTrackSession } from '../../../src/mmc/commands/close-track-session.ts';
import { FormatType } from '../../../src/mmc/commands/format-unit.ts';
import { readBdSpareArea } from '../../../src/mmc/commands/read-disc-structure.ts';
import { setCdSpeed } from '../../../src/mmc/commands/set-cd-speed.ts';
import { setStreaming } from '../../../src/mmc/commands/set-streaming.ts';
import { synchronizeCache } from '../../../src/mmc/commands/synchronize-cache.ts';
import { openSimulatedDrive } from '../../../src/simulator/index.ts';
import { discInformation, run, senseOf, trackInformation } from '../support.ts';
import { currentFeatures, dataBlocks, format, write } from './support.ts';

const drive = (medium: string, personality: string) =>
  openSimulatedDrive(`?medium=${encodeURIComponent(medium)}&personality=${personality}`);

test('an immediate SYNCHRONIZE CACHE does nothing in a Pioneer DVR-x05', async () => {
  await using pioneer = await drive('DVD+R', 'pioneer-dvr-x05');
  await write(pioneer, 0, dataBlocks(10));
  await run(pioneer, synchronizeCache({ immediate: true }));
  expect(await trackInformation(pioneer)).toMatchObject({ nextWritableLba: 10 });
  await run(pioneer, synchronizeCache({}));
  expect(await trackInformation(pioneer)).toMatchObject({ nextWritableLba: 16 });
});

test('SET STREAMING is refused by an LG GSA-4081B, and SET CD SPEED does nothing in a TEAC DV-W50D', async () => {
  await using lg = await drive('DVD+RW', 'lg-gsa-4081b');
  const speeds = { endLba: 2_295_103, startLba: 0, readKB: 5_540, writeKB: 3_324 };
  expect(await senseOf(run(lg, setStreaming({}, speeds)))).toMatchObject({ key: 5, asc: 0x21 });
  await using teac = await drive('DVD+R', 'teac-dv-w50d');
  await run(teac, setCdSpeed({ readKBps: 5_540, writeKBps: 5_540 }));
  expect(teac.burner.speeds.write).toBe(16);
});

test('an HP dvd520n finalizes a DVD+R DL by function 5 only', async () => {
  await using hp = await drive('DVD+R DL', 'hp-dvd520n');
  await write(hp, 0, dataBlocks(16));
  await run(hp, synchronizeCache({}));
  await run(hp, closeTrackSession({ closeFunction: CloseFunction.Track, track: 1 }));
  expect(await senseOf(run(hp, closeTrackSession({ closeFunction: CloseFunction.Finalize })))).toMatchObject({
    key: 5,
  });
  await run(hp, closeTrackSession({ closeFunction: CloseFunction.FinalizeToMinimalRadius }));
  expect(await discInformation(hp)).toMatchObject({ discStatus: 2 });
});

test('a LITE-ON iHBS112 cannot write to the beginning of a BD-R that it has formatted', async () => {
  await using liteOn = await drive('BD-R', 'lite-on-ihbs112');
  await format(liteOn, { formatType: FormatType.BdRWithSpare, blocks: 12_088_320 });
  expect(await senseOf(write(liteOn, 0, dataBlocks(16)))).toMatchObject({ key: 5, asc: 0x21 });
});

test('a Pioneer BDR-PR1NZA says that a blank disc is not formatted when it is asked for spare areas', async () => {
  await using pioneer = await drive('BD-R', 'pioneer-bdr-pr1');
  const sense = await senseOf(run(pioneer, readBdSpareArea({ allocationLength: 16 })));
  expect(sense).toMatchObject({ key: 5, asc: 0x30, ascq: 0x10 });
});

test.each([
  ['blank-dvd-rw-appendable', { discStatus: 1, lastSessionState: 1, lastTrackInLastSession: 0 }],
  ['lg-gsa-4083n', { discStatus: 2, lastSessionState: 2, sessions: 2 }],
])('%s: a blank DVD-RW is not reported as blank', async (personality, expected) => {
  await using tells = await drive('DVD-RW', personality);
  expect(await discInformation(tells)).toMatchObject(expected);
});

test('an ASUS DRW-24B1ST reports a complete background format as stopped', async () => {
  await using asus = await drive('DVD+RW', 'asus-drw-24b1st');
  await format(asus, { formatType: FormatType.DvdPlusRwBasic, blocks: 2_295_104 });
  await asus.clock.sleep(1_000_000);
  expect(await discInformation(asus)).toMatchObject({ backgroundFormat: 1 });
});

test('a drive with some Sony firmware claims incremental recording of a disc that was blanked minimally', async () => {
  await using sony = await drive('DVD-RW', 'sony-minimal-blank');
  await run(sony, blank({ blankingType: 1 }));
  expect(await currentFeatures(sony)).toContain(0x21);
});
