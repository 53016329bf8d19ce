import { Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { pcmTrackFromBytes } from '../../../src/audio/index.ts';
import { readAudioBlocks } from '../../../src/read/read-blocks.ts';
import { audio, resultNow, resultOf, rig, SECTOR_BYTES, writerOn } from '../rig.ts';

const UNSUPPORTED = 'E_IMAPI_DF2TAO_STREAM_NOT_SUPPORTED';
const pcm = audio(301, 5);
const copy = (): ArrayBuffer => pcm.slice().buffer as ArrayBuffer;

async function* pieces(): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < pcm.length; start += 10_000) yield pcm.subarray(start, start + 10_000);
}

const sources: readonly [string, () => unknown][] = [
  ['a Uint8Array', () => pcm],
  ['a Buffer', () => Buffer.from(pcm)],
  ['an Int16Array', () => new Int16Array(copy())],
  ['an ArrayBuffer', copy],
  ['a DataView', () => new DataView(copy())],
  ['a Blob', () => new Blob([pcm.slice()])],
  ['a PcmTrack', () => pcmTrackFromBytes(pcm, { name: 'pcm' })],
  ['a stream of Node', () => Readable.from(pieces())],
  ['a stream of the web', () => new Blob([pcm.slice()]).stream()],
  ['a generator', pieces],
  ['an array of chunks', () => [pcm.subarray(0, 4), pcm.subarray(4)]],
];

describe('addAudioTrack', () => {
  test.each(sources)('writes the bytes of %s', async (_name, source) => {
    const { recorder, drive } = await rig();
    const writer = writerOn(recorder);
    await writer.prepareMedia();
    await writer.addAudioTrack(source() as never);
    await writer.releaseMedia();
    for (let lba = 0; lba < 301; lba += 7) {
      const read = await readAudioBlocks(drive, { startLba: lba, lengthBlocks: 7 });
      expect(Buffer.compare(read, pcm.subarray(lba * SECTOR_BYTES, (lba + 7) * SECTOR_BYTES))).toBe(0);
    }
  });

  test.each([
    ['half a sample', new Uint8Array(SECTOR_BYTES * 300 + 2)],
    ['nothing', new Uint8Array()],
    ['an empty Blob', new Blob([])],
    ['chunks that are not bytes', [1, 2, 3]],
    ['a string', 'music'],
    ['a number', 7],
  ])('refuses %s, and writes nothing', async (_name, source) => {
    const { recorder } = await rig();
    const writer = writerOn(recorder);
    await writer.prepareMedia();
    expect(await resultOf(() => writer.addAudioTrack(source as never))).toBe(UNSUPPORTED);
    expect(writer.numberOfExistingTracks).toBe(0);
    await writer.releaseMedia();
  });

  test('stops to read a stream that is longer than the disc', async () => {
    const { recorder } = await rig();
    const writer = writerOn(recorder);
    await writer.prepareMedia();
    let given = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      const chunk = new Uint8Array(SECTOR_BYTES * 75 * 60);
      for (;;) {
        given++;
        yield chunk;
      }
    }
    expect(await resultOf(() => writer.addAudioTrack(endless()))).toBe('E_IMAPI_DF2TAO_NOT_ENOUGH_SPACE');
    expect(given).toBeLessThan(90);
    await writer.releaseMedia();
  });

  test('can be cancelled while a stream is read, and is then writing for every other member', async () => {
    const { recorder } = await rig();
    const writer = writerOn(recorder);
    await writer.prepareMedia();
    async function* slow(): AsyncGenerator<Uint8Array> {
      yield pcm;
      expect(await resultOf(() => writer.addAudioTrack(pcm))).toBe('E_IMAPI_DF2TAO_WRITE_IN_PROGRESS');
      writer.cancelAddTrack();
      yield pcm;
    }
    expect(await resultOf(() => writer.addAudioTrack(slow()))).toBe('E_IMAPI_REQUEST_CANCELLED');
    expect(writer.numberOfExistingTracks).toBe(0);
    await writer.releaseMedia();
  });
});

test('a VARIANT_BOOL is true, false, or one of COM’s numbers for them', async () => {
  const { recorder } = await rig();
  const writer = writerOn(recorder);
  const set = (value: unknown) =>
    resultNow(() => {
      writer.doNotFinalizeMedia = value as never;
    });
  for (const wrong of ['false', 'true', '', 1, 2, null, undefined, {}])
    expect([wrong, set(wrong)]).toEqual([wrong, 'E_INVALIDARG']);
  expect(writer.doNotFinalizeMedia).toBe(false);
  expect([set(-1), writer.doNotFinalizeMedia]).toEqual(['S_OK', true]);
  expect([set(0), writer.doNotFinalizeMedia]).toEqual(['S_OK', false]);
  await writer.prepareMedia();
  expect(
    resultNow(() => {
      writer.bufferUnderrunFreeDisabled = 'false' as never;
    }),
  ).toBe('E_INVALIDARG');
  await writer.releaseMedia();
  expect(await resultOf(() => writer.setWriteSpeed(-1, 'no' as never))).toBe('E_INVALIDARG');
  expect(await resultOf(() => recorder.acquireExclusiveAccess('no' as never, 'a test'))).toBe('E_INVALIDARG');
});

test('an event that an object does not have is an error', async () => {
  const { recorder } = await rig();
  const writer = writerOn(recorder);
  const wrong = (): unknown => writer.on('progress' as never, () => {});
  expect(resultNow(wrong)).toBe('E_INVALIDARG');
  expect(wrong).toThrow("on('progress'): E_INVALIDARG (0x80070057): this object has no such event. It has 'update'.");
  expect(resultNow(() => writer.off('progress' as never, () => {}))).toBe('E_INVALIDARG');
});
