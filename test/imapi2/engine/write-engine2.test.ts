import { expect, test } from '@jest/globals';
import { DiscRecorder2, HResult, type IWriteEngine2EventArgs, WriteEngine2 } from '../../../src/imapi2/index.ts';
import { formatDisc } from '../../../src/write/index.ts';
import { drainGenerator } from '../../support/tampered-transport.ts';
import { blockRig, image, SECTOR, sectorsAt } from '../block/support.ts';
import { audio, resultNow, resultOf, rig, SECTOR_BYTES, writerOn } from '../rig.ts';

const WRITE = 0x2a;

/** A drive whose page 05h is set for audio, as a caller of the engine must do. */
async function ready() {
  const one = await rig();
  const page = await one.recorder.getModePage(0x05, 0);
  page[2] = 0x41; // BUFE, Track-At-Once
  page[3] = 0x00; // audio
  page[4] = 0x00; // blocks of 2,352 bytes
  await one.recorder.setModePage(0, page);
  const engine = new WriteEngine2();
  engine.recorder = one.recorder;
  engine.bytesPerSector = SECTOR_BYTES;
  return { ...one, engine };
}

test('sends WRITE(10) for all sectors, from the address, and nothing else', async () => {
  const { engine, transport, simulated } = await ready();
  const seen: IWriteEngine2EventArgs[] = [];
  engine.on('update', (object, progress) => {
    expect(object).toBe(engine);
    expect(engine.writeInProgress).toBe(true);
    seen.push(progress);
  });
  const before = transport.opcodes.length;
  expect(engine.writeInProgress).toBe(false);
  await engine.writeSection(audio(400), 0, 350);
  const sent = transport.opcodes.slice(before);
  expect(new Set(sent)).toEqual(new Set([WRITE]));
  expect(sent).toHaveLength(Math.ceil(350 / 27));
  expect(seen[0]).toMatchObject({ startLba: 0, sectorCount: 350, lastWrittenLba: 0, usedSystemBuffer: 0 });
  expect(seen.at(-1)).toMatchObject({ lastReadLba: 350, lastWrittenLba: 350 });
  for (const { totalSystemBuffer, usedSystemBuffer, freeSystemBuffer } of seen) {
    expect(usedSystemBuffer + freeSystemBuffer).toBe(totalSystemBuffer);
  }
  expect(simulated.burner.tray.disc?.blank).toBe(false);
  expect(engine.writeInProgress).toBe(false);
});

test('is cancelled from the event, and says so when there is nothing to cancel', async () => {
  const { engine, transport } = await ready();
  expect(engine.cancelWrite()).toBe(HResult.S_IMAPI_WRITE_NOT_IN_PROGRESS);
  const during: unknown[] = [];
  engine.on('update', () => {
    if (during.length > 0) return;
    during.push(
      engine.cancelWrite(),
      resultNow(() => {
        engine.recorder = null;
      }),
      resultNow(() => {
        engine.bytesPerSector = 1;
      }),
      resultOf(() => engine.writeSection(audio(1), 0, 1)),
    );
  });
  expect(await resultOf(() => engine.writeSection(audio(300), 0, 300))).toBe('E_IMAPI_REQUEST_CANCELLED');
  expect(await Promise.all(during)).toEqual([HResult.S_OK, 'E_FAIL', 'E_FAIL', 'E_FAIL']);
  expect(transport.sent(WRITE)).toHaveLength(0);
});

test('needs a recorder, a sector size and enough data', async () => {
  const engine = new WriteEngine2();
  expect(engine).toMatchObject({ recorder: null, bytesPerSector: 0, useStreamingWrite12: false });
  expect([engine.startingSectorsPerSecond, engine.endingSectorsPerSecond]).toEqual([-1, -1]);
  engine.startingSectorsPerSecond = 1_200;
  engine.endingSectorsPerSecond = 2_400;
  expect([engine.startingSectorsPerSecond, engine.endingSectorsPerSecond]).toEqual([1_200, 2_400]);
  expect(await resultOf(() => engine.writeSection(audio(1), 0, 1))).toBe('E_POINTER');
  const { recorder } = await rig();
  engine.recorder = recorder;
  expect(await resultOf(() => engine.writeSection(audio(1), 0, 1))).toBe('E_INVALIDARG');
  engine.bytesPerSector = SECTOR_BYTES;
  expect(await resultOf(() => engine.writeSection(null as never, 0, 1))).toBe('E_POINTER');
  expect(await resultOf(() => engine.writeSection(audio(1), 0, 2))).toBe('E_INVALIDARG');
  expect(await resultOf(() => engine.writeSection(audio(1), 0.5, 1))).toBe('E_INVALIDARG');
  const wrong: [string, () => void][] = [
    [
      'E_INVALIDARG',
      () => {
        engine.useStreamingWrite12 = 'yes' as never;
      },
    ],
    [
      'E_INVALIDARG',
      () => {
        engine.bytesPerSector = 0;
      },
    ],
    [
      'E_INVALIDARG',
      () => {
        engine.startingSectorsPerSecond = 0;
      },
    ],
    [
      'E_INVALIDARG',
      () => {
        engine.recorder = new DiscRecorder2();
      },
    ],
  ];
  for (const [expected, set] of wrong) expect(resultNow(set)).toBe(expected);
  expect(resultNow(() => engine.on('progress' as never, () => {}))).toBe('E_INVALIDARG');
});

test.each([
  [false, WRITE],
  [true, 0xaa],
] as const)('with useStreamingWrite12 %j writes a BD-RE with opcode %j', async (streaming, opcode) => {
  const { recorder, drive, transport } = await blockRig('BD-RE');
  await drainGenerator(formatDisc(drive));
  const engine = new WriteEngine2();
  engine.recorder = recorder;
  engine.bytesPerSector = SECTOR;
  engine.useStreamingWrite12 = streaming;
  expect(engine.useStreamingWrite12).toBe(streaming);
  await engine.writeSection(image(64), 320, 64);
  const sent = transport.sent(opcode);
  expect(sent.length).toBeGreaterThan(0);
  expect(transport.sent(streaming ? WRITE : 0xaa)).toEqual([]);
  if (streaming) for (const cdb of sent) expect(cdb[10]).toBe(0x80);
  expect(await sectorsAt(drive, 320, 64)).toEqual(image(64));
});

test('does not write while a writer has the drive', async () => {
  const { engine, recorder } = await ready();
  const writer = writerOn(recorder);
  await writer.prepareMedia();
  expect(await resultOf(() => engine.writeSection(audio(300), 0, 300))).toBe('E_IMAPI_RECORDER_LOCKED');
  await writer.releaseMedia();
});
