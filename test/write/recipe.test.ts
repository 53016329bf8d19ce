import { describe, expect, test } from '@jest/globals';
import { msfOfLba } from '../../src/cd/msf.ts';
import { readDiscState } from '../../src/drive/disc-state.ts';
import { Drive } from '../../src/drive/drive.ts';
import { CueDataForm, cueAt, sendCueSheet } from '../../src/mmc/commands/send-cue-sheet.ts';
import { WriteType } from '../../src/mmc/mode-pages/write-parameters.ts';
import { SimulatedDrive } from '../../src/simulator/index.ts';
import { burn } from '../../src/write/burn.ts';
import { endingInMmc } from '../../src/write/ending.ts';
import { flush } from '../../src/write/engine/close-track.ts';
import type { Extent } from '../../src/write/engine/send-extent.ts';
import { TrackFormats } from '../../src/write/engine/track-format.ts';
import { setWriteParameters } from '../../src/write/engine/write-parameters.ts';
import type { Recipe, Unit } from '../../src/write/recipe.ts';
import { cdTrackAtOnce } from '../../src/write/recipes/cd-tao/cd-track-at-once.ts';
import { blocksOfNoise } from '../support/sources.ts';
import { drainGenerator, TamperedTransport } from '../support/tampered-transport.ts';

const PREGAP_BLOCKS = 150;

const audioCue = (track: number, index: number, lba: number) =>
  cueAt(0, { track, index, subChannelForm: 0, dataForm: CueDataForm.Audio, ...msfOfLba(lba) });

/** Just enough of Session-At-Once to see whether a recipe whose unit is the session fits the interface. */
const plainSessionAtOnce: Recipe = {
  ...cdTrackAtOnce,
  name: 'Session-At-Once',
  unit: 'session',

  async *prepare({ drive, ending, testWrite, bufferUnderrunFree }, unit) {
    const { multiSession } = endingInMmc(ending);
    const [{ format }] = unit;
    await setWriteParameters(drive, {
      writeType: WriteType.SessionAtOnce,
      multiSession,
      format,
      testWrite,
      bufferUnderrunFree,
    });
    let lba = 0;
    const starts = unit.map(({ lengthBlocks }) => {
      lba += lengthBlocks;
      return lba - lengthBlocks;
    });
    const edge = { index: 0, subChannelForm: 0, dataForm: CueDataForm.AudioPause };
    await drive.execute(
      sendCueSheet({}, [
        cueAt(0, { ...edge, track: 0, minute: 0, second: 0, frame: 0 }),
        audioCue(1, 0, -PREGAP_BLOCKS),
        ...unit.map(({ number }, index) => audioCue(number, 1, starts[index] ?? 0)),
        cueAt(0, { ...edge, track: 0xaa, index: 1, ...msfOfLba(lba) }),
      ]),
    );
  },

  async extents(_job, unit): Promise<Unit<Extent>> {
    let startLba = 0;
    const gap = { track: 1, startLba: -PREGAP_BLOCKS, lengthBlocks: PREGAP_BLOCKS, minimumBlocks: PREGAP_BLOCKS };
    const tracks = unit.map(({ number, source, format, lengthBlocks }) => {
      startLba += lengthBlocks;
      return {
        track: number,
        source,
        format,
        lengthBlocks,
        minimumBlocks: lengthBlocks,
        startLba: startLba - lengthBlocks,
      };
    });
    return [{ ...gap, format: TrackFormats.audio, source: undefined }, ...tracks];
  },

  async *end({ drive }, sent) {
    yield* flush(drive, sent.at(-1)?.number ?? 1);
  },

  // biome-ignore lint/correctness/useYield: the flush has closed the session
  async *finish({ drive }) {
    return await readDiscState(drive);
  },
};

describe('a recipe whose unit is the session', () => {
  test('is prepared once, writes gap and tracks at contiguous addresses, and is verified track by track', async () => {
    const transport = new TamperedTransport(new SimulatedDrive());
    const drive = new Drive(transport);
    const sources = [blocksOfNoise(310, 1), blocksOfNoise(405, 2)];
    const { result } = await drainGenerator(burn(drive, plainSessionAtOnce, sources, { verify: 'full' }));
    expect(result.disc).toMatchObject({
      status: 'complete',
      tracks: [
        { startLba: 0, lengthBlocks: 310 },
        { startLba: 310, lengthBlocks: 405 },
      ],
    });
    expect(result.comparisons.map(({ comparedBytes }) => comparedBytes)).toEqual([310 * 2_352, 405 * 2_352]);
    expect(transport.sent(0x55)).toHaveLength(1);
    expect(transport.sent(0x5d)).toHaveLength(1);
    expect(transport.sent(0x35)).toHaveLength(1);
    expect(transport.sent(0x5b)).toHaveLength(0);
    let next = -PREGAP_BLOCKS;
    for (const cdb of transport.sent(0x2a)) {
      const view = new DataView(cdb.buffer, cdb.byteOffset);
      expect(view.getInt32(2)).toBe(next);
      next += view.getUint16(7);
    }
    expect(next).toBe(715);
  });
});
