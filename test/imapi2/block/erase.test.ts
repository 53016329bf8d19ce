import { describe, expect, test } from '@jest/globals';
import { readDiscState } from '../../../src/drive/disc-state.ts';
import { DiscFormat2Erase, type DiscRecorder2, IMAPI_MEDIA_PHYSICAL_TYPE as Type } from '../../../src/imapi2/index.ts';
import { formatDisc, patchDisc } from '../../../src/write/index.ts';
import { checkCondition, drainGenerator } from '../../support/tampered-transport.ts';
import { resultOf } from '../rig.ts';
import { blockRig, image, readerOf, SECTOR, sectorsAt } from './support.ts';

const BLANK = 0xa1;
const WRITE = 0x2a;
const zeros = new Uint8Array(16 * SECTOR);

function eraserOn(recorder: DiscRecorder2, fullErase = false): DiscFormat2Erase {
  const eraser = new DiscFormat2Erase();
  eraser.recorder = recorder;
  eraser.clientName = 'an eraser';
  eraser.fullErase = fullErase;
  return eraser;
}

const ERASABLE = ['DVD-RW', 'DVD+RW', 'DVD-RAM', 'BD-RE'];

test.each(ERASABLE)('%s is among the media that are erased', async (medium) => {
  const { recorder } = await blockRig(medium);
  const eraser = eraserOn(recorder);
  expect(await eraser.isRecorderSupported(recorder)).toBe(true);
  expect(await eraser.isCurrentMediaSupported(recorder)).toBe(true);
  expect(eraser.supportedMediaTypes).toContain(await eraser.currentPhysicalMediaType);
});

describe.each(['DVD-R', 'DVD-R DL', 'DVD+R', 'DVD+R DL', 'BD-R', 'BD-R DL'])('%s', (medium) => {
  test('is written once, and is not erased', async () => {
    const { recorder, writer, drive } = await blockRig(medium);
    const eraser = eraserOn(recorder);
    expect(await eraser.isCurrentMediaSupported(recorder)).toBe(false);
    await writer.write(image(64));
    await expect(eraser.eraseMedia()).rejects.toMatchObject({
      hresultName: 'E_IMAPI_ERASE_MEDIA_IS_NOT_SUPPORTED',
      remedy: expect.stringContaining('DVD-RW'),
    });
    expect(await sectorsAt(drive, 0, 64)).toEqual(image(64));
    expect(await recorder.exclusiveAccessOwner).toBe('');
  });
});

describe('DVD-RW', () => {
  test.each([
    [false, 0x01],
    [true, 0x00],
  ])('with fullErase %j is blanked with type %j, and is written again', async (full, type) => {
    const { recorder, writer, transport } = await blockRig('DVD-RW');
    writer.forceMediaToBeClosed = true;
    await writer.write(image(64));
    const seen: [number, number][] = [];
    const eraser = eraserOn(recorder, full);
    eraser.on('update', (_object, elapsed, total) => seen.push([elapsed, total]));
    await eraser.eraseMedia();
    expect(((transport.sent(BLANK)[0] ?? [])[1] ?? 0) % 8).toBe(type);
    expect(await writer.mediaPhysicallyBlank).toBe(true);
    expect(seen.length).toBeGreaterThan(2);
    for (const [elapsed, total] of seen) expect(total).toBeGreaterThanOrEqual(elapsed);
    await writer.write(image(96, 4));
  });

  test('in restricted overwrite is written in sequence afterwards', async () => {
    const { recorder, writer, drive } = await blockRig('DVD-RW');
    await drainGenerator(formatDisc(drive));
    await writer.write(image(64));
    await eraserOn(recorder).eraseMedia();
    expect(await readDiscState(drive)).toMatchObject({ status: 'blank', medium: { writeModel: 'sequential' } });
    expect(await writer.currentPhysicalMediaType).toBe(Type.IMAPI_MEDIA_TYPE_DVDDASHRW);
  });
});

describe.each(['DVD+RW', 'DVD-RAM', 'BD-RE'])('%s', (medium) => {
  test('seems blank after a quick erase, which leaves the rest of it, and is written without forceOverwrite', async () => {
    const { recorder, writer, drive, transport } = await blockRig(medium);
    await writer.write(image(1_200));
    const end = await writer.totalSectorsOnMedia;
    if (medium !== 'DVD+RW') await patchAt(drive, end - 32);
    const eraser = eraserOn(recorder);
    const before = transport.sent(WRITE).length;
    await eraser.eraseMedia();
    expect(transport.sent(WRITE).length).toBeGreaterThan(before);
    expect(await writer.mediaHeuristicallyBlank).toBe(true);
    expect(await sectorsAt(drive, 0, 16)).toEqual(zeros);
    expect(await sectorsAt(drive, 1_100, 16)).toEqual(image(1_200).subarray(1_100 * SECTOR, 1_116 * SECTOR));
    await writer.write(image(64, 4));
    expect(await sectorsAt(drive, 0, 64)).toEqual(image(64, 4));
  });
});

test.each(['DVD+RW', 'BD-RE'])('a new %s, which is not formatted, has nothing to erase', async (medium) => {
  const { recorder, transport } = await blockRig(medium);
  await eraserOn(recorder).eraseMedia();
  expect(transport.sent(WRITE)).toEqual([]);
});

test.each([
  ['fails', checkCondition(4, 0x44, 0), 'E_IMAPI_ERASE_UNEXPECTED_DRIVE_RESPONSE_DURING_ERASE', false],
  ['fails', checkCondition(4, 0x44, 0), 'E_IMAPI_ERASE_UNEXPECTED_DRIVE_RESPONSE_DURING_ERASE', true],
  ['says that the disc is protected', checkCondition(7, 0x27, 0), 'E_IMAPI_RECORDER_MEDIA_WRITE_PROTECTED', false],
])('a drive that %s while a DVD-RAM is erased', async (_what, answer, expected, full) => {
  const { recorder, writer, transport, simulated } = await blockRig('DVD-RAM');
  await writer.write(image(64));
  transport.tamper = ({ cdb }, next) => ([WRITE, 0xaa].includes(cdb[0] ?? 0) ? answer : next());
  expect(await resultOf(() => eraserOn(recorder, full).eraseMedia())).toBe(expected);
  expect(simulated.burner.tray.locked).toBe(false);
  expect(await recorder.exclusiveAccessOwner).toBe('');
});

async function patchAt(drive: Parameters<typeof sectorsAt>[0], lba: number): Promise<void> {
  const source = { name: 'a', lengthBytes: 32 * SECTOR, repeatable: true, openReader: async () => readerOf(image(32)) };
  await drainGenerator(patchDisc(drive, source, { lba }));
}
