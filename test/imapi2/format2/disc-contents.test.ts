import { expect, test } from '@jest/globals';
import { pcmTrackFromIterable } from '../../../src/audio/index.ts';
import { readDiscState } from '../../../src/drive/disc-state.ts';
import { readToc } from '../../../src/mmc/commands/read-toc.ts';
import { writeParametersPage } from '../../../src/mmc/mode-pages/write-parameters.ts';
import { readAudioBlocks } from '../../../src/read/read-blocks.ts';
import { readTableOfContents } from '../../../src/read/table-of-contents.ts';
import { audio, resultOf, rig, SECTOR_BYTES, writerOn } from '../rig.ts';

/** A source that ends at once, which nobody knows before it has been read. */
function* nothing(): Generator<Uint8Array> {}

test('tracks are where the expected table of contents says, and the closed disc has the same table', async () => {
  const { recorder, drive } = await rig();
  const writer = writerOn(recorder);
  await writer.prepareMedia();
  const first = audio(400, 1);
  const second = audio(1_000, 2).subarray(0, 1_000 * SECTOR_BYTES - 1_000); // its last sector is not full
  await writer.addAudioTrack(first);
  await writer.addAudioTrack(
    pcmTrackFromIterable([second.subarray(0, 777), second.subarray(777)], {
      name: 'second',
      announcedBytes: second.length,
    }),
  );
  await writer.addAudioTrack(audio(10, 3)); // below the shortest track
  expect(writer.numberOfExistingTracks).toBe(3);
  const expected = writer.expectedTableOfContents;
  // READ TOC format 0000b: length, first and last track; per track ADR 1, CONTROL 0, number, LBA.
  expect(Array.from(expected.subarray(0, 20))).toEqual([
    0, 34, 1, 3, 0, 0x10, 1, 0, 0, 0, 0, 0, 0, 0x10, 2, 0, 0, 0, 0x02, 0x28,
  ]);
  await writer.releaseMedia();

  expect(await drive.execute(readToc({ allocationLength: 804 }))).toEqual(readToc.spec.reply.decode(expected));
  expect((await readTableOfContents(drive)).tracks.map(({ startLba }) => startLba)).toEqual([0, 552, 1_704]);
  expect((await readDiscState(drive)).tracks.map(({ lengthBlocks }) => lengthBlocks)).toEqual([400, 1_000, 300]);
  expect(await readAudioBlocks(drive, { startLba: 0, lengthBlocks: 27 })).toEqual(first.subarray(0, 27 * SECTOR_BYTES));
  const tail = await readAudioBlocks(drive, { startLba: 552 + 999, lengthBlocks: 1 });
  expect(tail.subarray(0, SECTOR_BYTES - 1_000)).toEqual(second.subarray(999 * SECTOR_BYTES));
  expect(tail.subarray(SECTOR_BYTES - 1_000).every((byte) => byte === 0)).toBe(true);
  expect((await readAudioBlocks(drive, { startLba: 1_704 + 10, lengthBlocks: 20 })).every((byte) => byte === 0)).toBe(
    true,
  );
});

test('the total is the used and free sectors together, and a track of exactly the free length fits', async () => {
  const { recorder } = await rig();
  const writer = writerOn(recorder);
  await writer.prepareMedia();
  const total = writer.totalSectorsOnMedia;
  expect(total).toBeGreaterThan(359_000);
  expect([writer.freeSectorsOnMedia, writer.usedSectorsOnMedia]).toEqual([total, 0]);
  const during = new Set<string>();
  writer.on('update', () => {
    during.add([writer.totalSectorsOnMedia, writer.freeSectorsOnMedia, writer.usedSectorsOnMedia].join());
  });
  await writer.addAudioTrack(audio(500));
  expect([...during]).toEqual([[total, total, 0].join()]);
  expect(writer.usedSectorsOnMedia).toBe(500 + 2 + 150);
  expect(writer.freeSectorsOnMedia).toBe(total - 652);
  const rest = writer.freeSectorsOnMedia;
  const cancel = () => writer.cancelAddTrack();
  writer.on('update', cancel);
  const adding = writer.addAudioTrack(
    pcmTrackFromIterable(nothing(), { name: 'the rest', announcedBytes: rest * SECTOR_BYTES }),
  );
  expect(await resultOf(() => adding)).toBe('E_IMAPI_REQUEST_CANCELLED'); // it fits, so it was started
  writer.off('update', cancel);
  await writer.releaseMedia();
});

test('buffer-underrun protection is on until it is switched off for the next track and later ones', async () => {
  const { recorder, transport } = await rig();
  const writer = writerOn(recorder);
  expect(writer.bufferUnderrunFreeDisabled).toBe(false);
  await writer.prepareMedia();
  await writer.addAudioTrack(audio(300));
  writer.bufferUnderrunFreeDisabled = true;
  await writer.addAudioTrack(audio(300));
  await writer.releaseMedia();
  expect(writer.bufferUnderrunFreeDisabled).toBe(true);
  const pages = transport.selectedPages(0x05).map((page) => writeParametersPage.decode(page));
  expect(pages.map(({ bufferUnderrunFree }) => bufferUnderrunFree)).toEqual([true, false, false]);
  for (const { writeType, trackMode, dataBlockType } of pages) {
    expect([writeType, trackMode, dataBlockType]).toEqual([1, 0, 0]);
  }
});

test('a prepared disc to which nothing was written is as blank as before, and need not be closed', async () => {
  const { recorder, drive, transport } = await rig();
  const writer = writerOn(recorder);
  await writer.prepareMedia();
  await writer.releaseMedia();
  expect((await readDiscState(drive)).status).toBe('blank');
  for (const opcode of [0x2a, 0x35, 0x53, 0x54, 0x5b, 0x5d, 0xa1]) expect(transport.sent(opcode)).toEqual([]);
});
