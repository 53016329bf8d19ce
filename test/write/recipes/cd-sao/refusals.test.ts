import { describe, expect, test } from '@jest/globals';
import { cueSheetEntries } from '../../../../src/mmc/commands/send-cue-sheet.ts';
import { TrackFormats } from '../../../../src/write/engine/track-format.ts';
import { blocksOfNoise, noise, sourceOf } from '../../../support/sources.ts';
import { checkCondition, on, type TamperedTransport } from '../../../support/tampered-transport.ts';
import { tamperedDrive } from '../../support.ts';
import { CD_TEXT, sessions, sheetsOf, write, writesOf } from './support.ts';

describe('refusals come before anything is written', () => {
  const nothing = (transport: TamperedTransport) => expect(transport.sent(0x2a)).toEqual([]);

  test('a refused cue sheet never counts as accepted: the entry that the drive points at is named', async () => {
    const { drive, transport } = tamperedDrive(
      on(0x5d, () => checkCondition(5, 0x26, 0, { fieldPointer: { in: 'parameters', byte: 3 * 8 + 5 } })),
    );
    await expect(write(drive, [blocksOfNoise(310), blocksOfNoise(310)])).rejects.toMatchObject({
      code: 'CUE_SHEET_REFUSED',
      phase: 'preparing',
      message: expect.stringMatching(/entry 4 of 5: track 2, index 1 at 00:06:10, data form 00h.*Nothing was written/),
    });
    expect(sheetsOf(transport)).toHaveLength(3);
    nothing(transport);
  });

  test('a drive without the command is not asked twice', async () => {
    const { drive, transport } = tamperedDrive(on(0x5d, () => checkCondition(5, 0x20, 0)));
    await expect(write(drive, [blocksOfNoise(310)])).rejects.toMatchObject({ code: 'CUE_SHEET_REFUSED' });
    expect(sheetsOf(transport).length).toBeLessThanOrEqual(2);
    nothing(transport);
  });

  test('an answer that does not object to the sheet is believed the second time', async () => {
    const { drive, transport } = tamperedDrive(
      on(0x5d, (count, next) => (count === 1 ? checkCondition(5, 0x20, 0) : next())),
    );
    const { result } = await write(drive, [blocksOfNoise(310)]);
    expect(result.disc.status).toBe('complete');
    expect(sheetsOf(transport)).toHaveLength(2);
  });

  test('a session cannot be left open, which is refused before the drive is touched', async () => {
    const { drive, transport } = tamperedDrive();
    await expect(write(drive, [blocksOfNoise(310)], { ending: 'leave-open' })).rejects.toMatchObject({
      phase: 'planning',
      message: expect.stringMatching(/closes the session that it writes/),
    });
    expect(transport.cdbs).toEqual([]);
  });

  test.each([
    ['more than fits', [blocksOfNoise(1)].map((each) => ({ ...each, lengthBytes: 400_000 * 2_352 })), /too long/],
    [
      'Mode 2 form 2',
      [{ ...sourceOf(noise(4_096)), format: TrackFormats.mode2Form2 }],
      /Mode 2 form 2 data, which Session-At-Once/,
    ],
    ['no tracks', [], /there are no tracks/],
  ])('%s', async (_name, sources, message) => {
    const { drive, transport } = tamperedDrive();
    await expect(write(drive, sources)).rejects.toMatchObject({
      phase: 'planning',
      message: expect.stringMatching(message),
    });
    nothing(transport);
  });
});

describe('forms of the sheet, for drives that accept only some', () => {
  const refusing = (refuses: (entries: ReturnType<typeof cueSheetEntries.decode>) => boolean) =>
    tamperedDrive((request, next) => {
      if (request.cdb[0] !== 0x5d || request.data.direction !== 'out') return next();
      return refuses(cueSheetEntries.decode(request.data.bytes)) ? checkCondition(5, 0x26, 0) : next();
    });

  test('data form 0 in lead-in and lead-out', async () => {
    const { drive, transport } = refusing(([leadIn]) => leadIn?.content[2] === 1);
    const { result } = await write(drive, [blocksOfNoise(310)]);
    expect(sheetsOf(transport).map((sheet) => [sheet[0], sheet.at(-1)])).toEqual([
      ['0100000100000000', '01aa01010000060a'],
      ['0100000000000000', '01aa01000000060a'],
    ]);
    expect(result).toMatchObject({ warnings: [], disc: { status: 'complete' } });
  });

  test('without pauses: the sound is the same, and a warning says what is lost', async () => {
    const { drive } = refusing((entries) => entries.some(({ content }) => content[0] === 2 && content[1] === 0));
    const { result } = await write(drive, [blocksOfNoise(310), { ...blocksOfNoise(400, 2), pregapBlocks: 75 }], {
      verify: 'full',
    });
    expect(result.warnings).toEqual([
      expect.stringMatching(/the drive refuses pauses \(index 0\)/),
      expect.stringMatching(/LBA 347 was to be index 0 of track 2, but the disc has index 1 of track 1 there/),
    ]);
    expect((await sessions(drive))[0]?.tracks).toMatchObject([{ startLba: 0 }, { startLba: 385 }]);
  });

  test('without CD-TEXT', async () => {
    const { drive, transport } = refusing(([leadIn]) => (leadIn?.content[2] ?? 0) >= 0x40);
    const { result } = await write(drive, [blocksOfNoise(310), blocksOfNoise(310)], { cdText: CD_TEXT });
    expect(result.warnings).toEqual([
      'preparing: the CD-TEXT is left out: the drive refuses a cue sheet that announces it',
    ]);
    expect(writesOf(transport)[0]).toMatchObject({ lba: -150 });
  });
});
