import { describe, expect, test } from '@jest/globals';
import { AUDIO_BLOCK_BYTES } from '../../../../src/cd/geometry.ts';
import { readDiscState } from '../../../../src/drive/disc-state.ts';
import { writeParametersPage } from '../../../../src/mmc/mode-pages/write-parameters.ts';
import { readAudioBlocks } from '../../../../src/read/read-blocks.ts';
import { chainIsBroken } from '../../../../src/transport/chain.ts';
import { burnAudio } from '../../../../src/write/burn-audio.ts';
import { closeDisc } from '../../../../src/write/repair/close-disc.ts';
import {
  blocksOf,
  CLOSE_TRACK_SESSION,
  closeFunctionOf,
  lbaOf,
  PREVENT_ALLOW,
  SEND_OPC,
  SYNCHRONIZE_CACHE,
  WRITE,
} from '../../../support/cdb.ts';
import { blocksOfNoise, noise, sourceOf } from '../../../support/sources.ts';
import { drainGenerator } from '../../../support/tampered-transport.ts';
import { tamperedDrive } from '../../support.ts';

describe('a Track-At-Once burn', () => {
  test('writes every track at the address that the drive reports and closes the session', async () => {
    const { drive } = tamperedDrive();
    const pcm = [noise(375 * AUDIO_BLOCK_BYTES, 1), noise(524 * AUDIO_BLOCK_BYTES + 100, 2), noise(40_000, 3)];
    const { result } = await drainGenerator(
      burnAudio(
        drive,
        pcm.map((each) => sourceOf(each)),
        { verify: 'full' },
      ),
    );

    expect(result.cancelled).toBe(false);
    expect(result.disc).toMatchObject({
      status: 'complete',
      lastSession: 'complete',
      sessions: 1,
      nextWritableLba: null,
    });
    expect(result.disc.tracks.map(({ number, lengthBlocks, kind }) => ({ number, lengthBlocks, kind }))).toEqual([
      { number: 1, lengthBlocks: 375, kind: 'audio' },
      { number: 2, lengthBlocks: 525, kind: 'audio' },
      { number: 3, lengthBlocks: 300, kind: 'audio' },
    ]);
    for (const [index, track] of result.disc.tracks.entries()) {
      const source = pcm[index] ?? new Uint8Array();
      const onDisc = await readAudioBlocks(drive, {
        startLba: track.startLba,
        lengthBlocks: Math.min(27, track.lengthBlocks),
      });
      expect(Buffer.compare(onDisc.subarray(0, source.length), source.subarray(0, onDisc.length))).toBe(0);
    }
    expect(result.comparisons.map((each) => each.offsetSamples)).toEqual([0, 0, 0]);
  });

  test('sends what the established programs send: page 05h, contiguous WRITEs from the NWA, a flush, one CLOSE SESSION', async () => {
    const { drive, transport } = tamperedDrive();
    const { result } = await drainGenerator(burnAudio(drive, [blocksOfNoise(375), blocksOfNoise(310, 2)]));
    const writes = transport.sent(WRITE);
    let next = 0;
    for (const [index, track] of result.tracks.entries()) {
      next = track.startLba;
      for (const cdb of writes.filter(
        (each) => lbaOf(each) >= track.startLba && lbaOf(each) < track.startLba + track.lengthBlocks,
      )) {
        expect(lbaOf(cdb)).toBe(next);
        next += blocksOf(cdb);
      }
      expect(next).toBe(track.startLba + (index === 0 ? 375 : 310));
    }
    // The page that wodim and cdrskin send: BUFE, Track-At-Once, 00b, audio, 2,352-byte blocks, pause of 150 blocks.
    for (const page of transport.selectedPages(0x05)) {
      expect([(page[2] ?? 0) & 0x5f, page[3], (page[4] ?? 0) & 0x0f, page[14], page[15]]).toEqual([
        0x41, 0x00, 0, 0, 150,
      ]);
    }
    expect(transport.sent(SYNCHRONIZE_CACHE)).toHaveLength(2);
    expect(transport.sent(CLOSE_TRACK_SESSION).map(closeFunctionOf)).toEqual([2]);
    expect(transport.sent(PREVENT_ALLOW).map((cdb) => cdb[4])).toEqual([1, 0]);
    expect(transport.events).toEqual(['exclusive discwright', 'shared']);
  });

  test('leaves the session open on request: multi-session 11b, no CLOSE SESSION', async () => {
    const { drive, transport } = tamperedDrive();
    const { result } = await drainGenerator(burnAudio(drive, [blocksOfNoise(300)], { ending: 'leave-open' }));
    expect(result.disc).toMatchObject({ status: 'appendable', lastSession: 'incomplete', sessions: 1 });
    expect(transport.sent(CLOSE_TRACK_SESSION)).toEqual([]);
    expect(transport.selectedPages(0x05).map((page) => (page[3] ?? 0) & 0xc0)).toEqual([0xc0]);
  });

  test('adds tracks to a session that was left open', async () => {
    const { drive } = tamperedDrive();
    await drainGenerator(burnAudio(drive, [blocksOfNoise(300)], { ending: 'leave-open' }));
    const { result } = await drainGenerator(burnAudio(drive, [blocksOfNoise(400, 2)], { verify: 'full' }));
    expect(result.disc.status).toBe('complete');
    expect(result.disc.tracks.map((track) => track.lengthBlocks)).toEqual([300, 400]);
  });

  test('with the laser off changes nothing on the disc and calibrates nothing', async () => {
    const { drive, transport } = tamperedDrive();
    const { result } = await drainGenerator(
      burnAudio(drive, [blocksOfNoise(300), blocksOfNoise(300, 2)], { testWrite: true }),
    );
    expect(result.tracks.map((track) => track.lengthBlocks)).toEqual([300, 300]);
    expect(transport.sent(SEND_OPC)).toEqual([]);
    const testWrite = transport.selectedPages(0x05).map((page) => ((page[2] ?? 0) & 0x10) !== 0);
    expect(testWrite.slice(0, -1)).not.toContain(false);
    expect(testWrite.at(-1)).toBe(false); // the next program's burn must not be a test write too
    expect((await drive.modePage(writeParametersPage)).values.testWrite).toBe(false);
    expect(await readDiscState(drive)).toMatchObject({ status: 'blank', tracks: [] });
  });

  test('reports its progress block by block, never backwards', async () => {
    const { drive } = tamperedDrive();
    const { yielded } = await drainGenerator(burnAudio(drive, [blocksOfNoise(4_000)], { fifoBytes: 1_000_000 }));
    const writing = yielded.filter((each) => each.phase === 'writing');
    expect(writing.at(-1)).toMatchObject({ writtenBlocks: 4_000, lengthBlocks: 4_000, fifo: { usedBytes: 0 } });
    expect(writing.every((each, index) => each.writtenBlocks >= (writing[index - 1]?.writtenBlocks ?? 0))).toBe(true);
    expect(Math.max(...writing.map((each) => each.fifo.usedBytes))).toBeLessThanOrEqual(1_000_000);
    expect(writing.at(-1)?.driveBuffer?.totalBytes).toBeGreaterThan(0);
    expect([...new Set(yielded.map((each) => each.phase))]).toEqual([
      'preparing',
      'writing',
      'flushing',
      'closing the session',
    ]);
  });

  test('refuses full verification of a source that can be read only once, before the drive is touched', async () => {
    const { drive, transport } = tamperedDrive();
    const once = { ...blocksOfNoise(300), repeatable: false };
    await expect(drainGenerator(burnAudio(drive, [once], { verify: 'full' }))).rejects.toThrow(/can be read only once/);
    expect(transport.cdbs).toEqual([]);
  });

  test.each<[string, unknown, object, RegExp]>([
    ['a path', 'one.wav', {}, /the tracks are the string 'one\.wav'.*openAudioFile/],
    ['paths', [blocksOfNoise(300), 'one.wav'], {}, /track 2 is the string 'one\.wav'.*openAudioFile/],
    ['null', [null], {}, /track 1 is null/],
    ['nothing', undefined, {}, /the tracks are undefined/],
    ['an unknown verification level', [blocksOfNoise(300)], { verify: 'fulll' }, /unknown .*'fulll'.*quick/],
  ])('refuses %s before the drive is touched', async (_what, sources, options, message) => {
    const { drive, transport } = tamperedDrive();
    await expect(drainGenerator(burnAudio(drive, sources as never, options))).rejects.toThrow(message);
    expect(transport.cdbs).toEqual([]);
  });
});

describe('abandoning a burn by leaving the loop', () => {
  test('releases tray and drive immediately; closing the disc saves what was written', async () => {
    const { drive, transport } = tamperedDrive();
    for await (const { phase } of burnAudio(drive, [blocksOfNoise(900)])) if (phase === 'writing') break;
    expect(transport.cdbs.filter((cdb) => cdb[0] === PREVENT_ALLOW).map((cdb) => cdb[4])).toEqual([1, 0]);
    expect(drive.exclusiveOwner).toBe('');
    expect(await readDiscState(drive)).toMatchObject({ status: 'appendable', tracks: [{ open: true }] });
    await drainGenerator(closeDisc(drive));
    expect(await readDiscState(drive)).toMatchObject({ status: 'complete', tracks: [{ open: false }] });
  });
});

describe('cancelling a burn', () => {
  test('stops before the next WRITE, closes a shorter track, and leaves a playable disc', async () => {
    const { drive, transport } = tamperedDrive();
    const controller = new AbortController();
    const pcm = noise(2_000 * AUDIO_BLOCK_BYTES);
    const burn = burnAudio(drive, [sourceOf(pcm), blocksOfNoise(300, 2)], {
      signal: controller.signal,
      fifoBytes: 200_000,
    });
    let writesWhenCancelled = 0;
    for (;;) {
      const next = await burn.next();
      if (next.done) {
        expect(next.value.cancelled).toBe(true);
        expect(next.value.disc.status).toBe('complete');
        expect(next.value.disc.tracks).toHaveLength(1);
        const [track] = next.value.disc.tracks;
        expect(track?.lengthBlocks).toBeGreaterThanOrEqual(400);
        expect(track?.lengthBlocks).toBeLessThan(2_000);
        break;
      }
      if (next.value.phase === 'writing' && next.value.writtenBlocks > 400 && !controller.signal.aborted) {
        controller.abort();
        writesWhenCancelled = transport.sent(WRITE).length;
      }
    }
    expect(transport.sent(WRITE).length).toBeLessThanOrEqual(writesWhenCancelled + 1);
  });

  test('pads a track of less than 4 s, even while the source hangs', async () => {
    const { drive } = tamperedDrive();
    const controller = new AbortController();
    const source = blocksOfNoise(1_000, 1, {
      onRead: (position) => {
        if (position < 100 * AUDIO_BLOCK_BYTES) return;
        setImmediate(() => controller.abort());
        return new Promise(() => {});
      },
    });
    const { result } = await drainGenerator(burnAudio(drive, [source], { signal: controller.signal }));
    expect(result.disc.tracks).toMatchObject([{ lengthBlocks: 300, cutOffBlocks: expect.any(Number) }]);
    expect(result.disc.tracks[0]?.cutOffBlocks).toBeLessThanOrEqual(100);
    expect(result).toMatchObject({ cancelled: true, disc: { status: 'complete' } });
  });

  test('drops what is queued, even when that is the whole track', async () => {
    const { drive, transport } = tamperedDrive();
    const controller = new AbortController();
    let queued = 0;
    let goOn = (): void => {};
    let before: Promise<unknown> = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    // Answered in order, as a device thread does, and none of them before everything is queued.
    transport.tamper = (request, next) => {
      if (request.cdb[0] !== WRITE) return next();
      queued++;
      const answer = before.then(() => {
        if (lbaOf(request.cdb) === 13 * 27) controller.abort();
        return request.chain !== undefined && chainIsBroken(request.chain) ? { outcome: 'skipped' as const } : next();
      });
      before = answer;
      if (queued === 25) setImmediate(goOn);
      return answer;
    };
    const burn = burnAudio(drive, [blocksOfNoise(25 * 27, 1)], { signal: controller.signal });
    const { result } = await drainGenerator(burn);
    expect(queued).toBe(25);
    expect(result).toMatchObject({ cancelled: true, disc: { status: 'complete' } });
    expect(result.disc.tracks.map((track) => track.lengthBlocks)).toEqual([13 * 27]);
  });

  test('before the first block leaves the disc blank and releases the drive', async () => {
    const { drive, transport } = tamperedDrive();
    const controller = new AbortController();
    const source = blocksOfNoise(1_000, 1, { onRead: () => controller.abort() });
    const { result } = await drainGenerator(burnAudio(drive, [source], { signal: controller.signal }));
    expect(result).toMatchObject({ cancelled: true, tracks: [], disc: { status: 'blank' } });
    expect(transport.sent(CLOSE_TRACK_SESSION)).toEqual([]);
    expect(transport.events.at(-1)).toBe('shared');
  });
});
