import { describe, expect, test } from '@jest/globals';
import { mode2Form1Sector } from '../../../../src/cd/sector.ts';
import { readCd, SectorType, WHOLE_MAIN_CHANNEL } from '../../../../src/mmc/commands/read-cd.ts';
import { readFullToc } from '../../../../src/mmc/commands/read-toc.ts';
import { CueAdr, cueEntry, cuePosition } from '../../../../src/mmc/commands/send-cue-sheet.ts';
import { writeParametersPage } from '../../../../src/mmc/mode-pages/write-parameters.ts';
import { burn } from '../../../../src/write/burn.ts';
import { burnData } from '../../../../src/write/burn-data.ts';
import { TrackFormats } from '../../../../src/write/engine/track-format.ts';
import type { TrackSource } from '../../../../src/write/engine/track-source.ts';
import { cdSessionAtOnce } from '../../../../src/write/recipes/cd-sao/cd-session-at-once.ts';
import { blocksOfNoise, noise, sourceOf } from '../../../support/sources.ts';
import { drainGenerator } from '../../../support/tampered-transport.ts';
import { tamperedDrive } from '../../support.ts';

const xaOf = (blocks: number, seed = 1): TrackSource => ({
  ...sourceOf(noise(blocks * 2_048, seed)),
  format: TrackFormats.mode2Form1,
});

describe('Mode 2 form 1 in a session with a cue sheet', () => {
  test('is announced as CD-ROM XA, sent with sub-headers, and read back byte for byte', async () => {
    const { drive, transport } = tamperedDrive();
    const { result } = await drainGenerator(burn(drive, cdSessionAtOnce, [xaOf(400)], { verify: 'full' }));
    expect(result.comparisons).toEqual([{ track: 1, offsetSamples: 0, comparedBytes: 400 * 2_048 }]);
    expect(result.disc).toMatchObject({ status: 'complete', tracks: [{ control: 4, dataMode: 2, lengthBlocks: 400 }] });

    const sheet = transport.parameters[transport.opcodes.indexOf(0x5d)] ?? new Uint8Array();
    const forms = Array.from({ length: sheet.length / 8 }, (_, index) => {
      const { adr, control, content } = cueEntry.decode(sheet.subarray(index * 8, index * 8 + 8));
      return [adr, control, cuePosition.decode(content).dataForm];
    });
    expect(forms).toEqual([0x24, 0x20, 0x20, 0x24].map((form) => [CueAdr.Position, 4, form]));
    const pages = transport.selectedPages(0x05).map((bytes) => writeParametersPage.decode(bytes));
    expect(new Set(pages.map(({ sessionFormat }) => sessionFormat))).toEqual(new Set([0x20]));
    // 27 blocks of 2,336 bytes are the most below 63 KiB.
    expect(transport.sent(0x2a)[0]?.subarray(7, 9)).toEqual(Uint8Array.of(0, 27));

    const { entries } = await drive.execute(readFullToc({ allocationLength: 2_048 }));
    expect(entries.find(({ point }) => point === 0xa0)).toMatchObject({ pointSecond: 0x20 });
  });

  test('its sectors are right in every byte', async () => {
    const { drive } = tamperedDrive();
    await drainGenerator(burn(drive, cdSessionAtOnce, [xaOf(300)]));
    const read = readCd({ sectorType: SectorType.Any, startLba: 17, lengthBlocks: 1, ...WHOLE_MAIN_CHANNEL });
    const data = noise(300 * 2_048).subarray(17 * 2_048, 18 * 2_048);
    const expected = mode2Form1Sector(17, Uint8Array.from([0, 0, 8, 0, 0, 0, 8, 0, ...data]));
    expect(await drive.execute(read)).toEqual(expected);
  });

  test('is written after audio in one session, with the pause between them in its own form', async () => {
    const { drive } = tamperedDrive();
    const sources = [blocksOfNoise(310, 3), xaOf(305)];
    const { result } = await drainGenerator(burn(drive, cdSessionAtOnce, sources, { verify: 'full' }));
    expect(result.disc.tracks).toMatchObject([
      { kind: 'audio', dataMode: 15 },
      { kind: 'data', dataMode: 2, startLba: 310 + 150 },
    ]);
    expect(result.comparisons).toHaveLength(2);
  });

  test('burnData appends it', async () => {
    const { drive } = tamperedDrive();
    const ending = 'close-session';
    await drainGenerator(burn(drive, cdSessionAtOnce, [blocksOfNoise(310, 3)], { ending }));
    const options = { writeType: 'sao', append: true, verify: 'full' } as const;
    const { result } = await drainGenerator(burnData(drive, xaOf(305), options));
    expect(result.disc.tracks.at(-1)).toMatchObject({ session: 2, dataMode: 2, lengthBlocks: 455 });
  });
});
