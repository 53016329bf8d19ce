import { describe, expect, test } from '@jest/globals';
import { readDiscState } from '../../../../src/drive/disc-state.ts';
import { Drive } from '../../../../src/drive/drive.ts';
import { openSimulatedDrive } from '../../../../src/simulator/index.ts';
import type { BurnOptions } from '../../../../src/write/burn.ts';
import { TrackFormats } from '../../../../src/write/engine/track-format.ts';
import { blocksOfNoise, noise, sourceOf } from '../../../support/sources.ts';
import { CD_TEXT, sessions, write } from './support.ts';

const driveLike = async (personality: string) => new Drive(await openSimulatedDrive('', { personality }));

const sources = [blocksOfNoise(310, 1), { ...blocksOfNoise(400, 2), pregapBlocks: 75 }];

describe('drives that refuse cue sheets, each in its own way', () => {
  test.each<[string, BurnOptions, readonly RegExp[]]>([
    ['cue-sheet-form-0', {}, []],
    ['cue-sheet-lead-in', {}, []],
    ['cue-sheet-no-pauses', {}, [/refuses pauses/, /was to be index 0 of track 2/]],
    ['no-cd-text', { cdText: CD_TEXT }, [/CD-TEXT is left out/]],
  ])('%s: the sheet is sent in another form, and the sound is the same', async (name, options, warnings) => {
    const drive = await driveLike(name);
    const { result } = await write(drive, sources, { ...options, verify: 'full' });
    expect(result.disc.status).toBe('complete');
    expect(result.warnings).toEqual(warnings.map((each) => expect.stringMatching(each)));
    expect((await sessions(drive))[0]?.tracks).toMatchObject([{ startLba: 0 }, { startLba: 385 }]);
  });

  test('cue-sheet-refused: an error that names the entry, and a disc that is blank', async () => {
    const drive = await driveLike('cue-sheet-refused');
    await expect(write(drive, sources)).rejects.toMatchObject({
      code: 'CUE_SHEET_REFUSED',
      message: expect.stringMatching(/at entry 1 of 6: lead-in at 00:00:00, data form 01h.* Nothing was written/),
    });
  });

  test.each([
    ['audio, then data', true],
    ['data, then audio', false],
  ])(
    'cue-sheet-no-pauses: %s is refused, since the pause between them cannot be left out',
    async (_name, audioFirst) => {
      const data = { ...sourceOf(noise(400 * 2_048)), format: TrackFormats.mode1 };
      const mixed = audioFirst ? [blocksOfNoise(310), data] : [data, blocksOfNoise(310)];
      const drive = await driveLike('cue-sheet-no-pauses');
      await expect(write(drive, mixed)).rejects.toMatchObject({
        code: 'CUE_SHEET_REFUSED',
        message: expect.stringMatching(/track 2, index 0.*Nothing was written/),
      });
      expect((await readDiscState(drive)).status).toBe('blank');
    },
  );

  test('no-sao: page 05h is refused, and the error names other ways of writing', async () => {
    await expect(write(await driveLike('no-sao'), sources)).rejects.toMatchObject({
      code: 'PARAMETERS_REFUSED',
      message: expect.stringMatching(/write parameters for Session-At-Once.* RAW 96 .* write Track-At-Once/),
    });
  });

  test('no-sao-append: a session after another is refused before anything is written', async () => {
    const drive = await driveLike('no-sao-append');
    await write(drive, sources, { ending: 'close-session' });
    await expect(write(drive, sources)).rejects.toMatchObject({
      code: 'PARAMETERS_REFUSED',
      message: expect.stringMatching(/Nothing was written/),
    });
    expect(await sessions(drive)).toHaveLength(1);
  });
});
