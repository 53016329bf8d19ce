import { describe, expect, test } from '@jest/globals';
import { type PcmTrack, pcmTrackFromBytes } from '../../../src/audio/index.ts';
import { readDiscState } from '../../../src/drive/disc-state.ts';
import { IMAPI_FORMAT2_TAO_WRITE_ACTION as Action } from '../../../src/imapi2/index.ts';
import { readAudioBlocks } from '../../../src/read/read-blocks.ts';
import { audio, resultNow, resultOf, rig, SECTOR_BYTES, writerOn } from '../rig.ts';

const CANCELLED = 'E_IMAPI_REQUEST_CANCELLED';

/** The track of these bytes, with something done before each read. */
function watched(bytes: Uint8Array, beforeRead: (positionBytes: number) => void | Promise<void>): PcmTrack {
  const track = pcmTrackFromBytes(bytes, { name: 'watched' });
  return {
    ...track,
    async openReader() {
      const reader = await track.openReader();
      let position = 0;
      return {
        async read(target) {
          await beforeRead(position);
          const got = await reader.read(target);
          position += got;
          return got;
        },
        close: () => reader.close(),
      };
    },
  };
}

async function prepared() {
  const one = await rig();
  const writer = writerOn(one.recorder);
  await writer.prepareMedia();
  return { ...one, writer };
}

describe('cancelAddTrack', () => {
  test('from the update handler: a shorter closed track counts; the disc accepts more and is readable when closed', async () => {
    const { writer, drive } = await prepared();
    const whole = audio(20_000);
    writer.on('update', (_writer, { lastWrittenLba, currentTrackNumber }) => {
      if (currentTrackNumber === 1 && lastWrittenLba > 2_000) writer.cancelAddTrack();
    });
    expect(await resultOf(() => writer.addAudioTrack(whole))).toBe(CANCELLED);
    expect(writer.numberOfExistingTracks).toBe(1);
    await writer.addAudioTrack(audio(310, 2));
    expect(writer.numberOfExistingTracks).toBe(2);
    await writer.releaseMedia();

    const disc = await readDiscState(drive);
    expect(disc.status).toBe('complete');
    const [cut, next] = disc.tracks;
    if (cut === undefined || next === undefined) throw new Error('two tracks');
    expect(cut.lengthBlocks).toBeGreaterThan(2_000);
    expect(cut.lengthBlocks).toBeLessThan(20_000);
    const end = cut.startLba + cut.lengthBlocks - 20;
    expect(await readAudioBlocks(drive, { startLba: end, lengthBlocks: 18 })).toEqual(
      whole.subarray(end * SECTOR_BYTES, (end + 18) * SECTOR_BYTES),
    );
    expect(await readAudioBlocks(drive, { startLba: next.startLba, lengthBlocks: 5 })).toEqual(
      audio(310, 2).subarray(0, 5 * SECTOR_BYTES),
    );
  });

  test('from anywhere else, here while the source is read: no WRITE of audio follows, and a short track is padded', async () => {
    const { writer, drive } = await prepared();
    const whole = audio(2_000);
    const track = watched(whole, (position) => {
      if (position === 54 * SECTOR_BYTES) writer.cancelAddTrack();
    });
    await expect(writer.addAudioTrack(track)).rejects.toMatchObject({
      hresultName: CANCELLED,
      remedy: expect.stringMatching(/^What was written of it stays as a shorter track, of 300 sectors\./),
    });
    expect((await readDiscState(drive)).tracks).toMatchObject([{ lengthBlocks: 300, open: false }]);
    const behind = await readAudioBlocks(drive, { startLba: 54, lengthBlocks: 20 });
    expect(behind.every((byte) => byte === 0)).toBe(true);
    expect(await resultOf(() => writer.releaseMedia())).toBe('S_OK');
    expect((await readDiscState(drive)).status).toBe('complete');
  });

  test('a write whose source hangs ends', async () => {
    const { writer } = await prepared();
    const hanging = watched(audio(1_000), (position) => {
      if (position === 0) return undefined;
      queueMicrotask(() => writer.cancelAddTrack());
      return new Promise<void>(() => {});
    });
    expect(await resultOf(() => writer.addAudioTrack(hanging))).toBe(CANCELLED);
    await writer.releaseMedia();
  });

  test('before the first WRITE: nothing is written, no track counts, and the disc is still blank', async () => {
    const { writer, transport, drive } = await prepared();
    const adding = writer.addAudioTrack(audio(400));
    writer.cancelAddTrack();
    await expect(adding).rejects.toThrow(
      /^addAudioTrack\(\): E_IMAPI_REQUEST_CANCELLED .* Nothing of the track was written\. Add other tracks/,
    );
    expect(writer.numberOfExistingTracks).toBe(0);
    expect(transport.sent(0x2a)).toHaveLength(0);
    await writer.releaseMedia();
    expect((await readDiscState(drive)).status).toBe('blank');
  });

  test('after all audio has been read: the track is whole, and the call still ends as cancelled', async () => {
    const { writer, drive } = await prepared();
    writer.on('update', (_writer, { currentAction }) => {
      if (currentAction === Action.IMAPI_FORMAT2_TAO_WRITE_ACTION_FINISHING) writer.cancelAddTrack();
    });
    await expect(writer.addAudioTrack(audio(350))).rejects.toMatchObject({
      hresultName: CANCELLED,
      remedy: expect.stringMatching(/^The whole track had been written by then, and stays\./),
    });
    expect(writer.numberOfExistingTracks).toBe(1);
    expect((await readDiscState(drive)).tracks).toMatchObject([{ lengthBlocks: 350 }]);
  });

  test('a second call changes nothing, and afterwards there is nothing to cancel', async () => {
    const { writer } = await prepared();
    const adding = resultOf(() => writer.addAudioTrack(audio(400)));
    writer.cancelAddTrack();
    writer.cancelAddTrack();
    await adding;
    expect(resultNow(() => writer.cancelAddTrack())).toBe('E_IMAPI_DF2TAO_WRITE_NOT_IN_PROGRESS');
    const releasing = writer.releaseMedia();
    expect(resultNow(() => writer.cancelAddTrack())).toBe('E_IMAPI_DF2TAO_WRITE_NOT_IN_PROGRESS');
    await releasing;
  });

  test('leaving the scope cancels, unlocks the tray and releases the drive', async () => {
    const { recorder, transport, simulated } = await rig();
    let adding: Promise<string> | undefined;
    {
      await using writer = writerOn(recorder);
      await writer.prepareMedia();
      adding = resultOf(() => writer.addAudioTrack(audio(30_000)));
    }
    expect(await adding).toBe(CANCELLED);
    expect(simulated.burner.tray.locked).toBe(false);
    expect(transport.events).toEqual(['exclusive a test', 'shared']);
  });
});
