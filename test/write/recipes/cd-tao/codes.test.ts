import { describe, expect, test } from '@jest/globals';
import { CharacterCode } from '../../../../src/cd/cd-text/index.ts';
import { writeParametersPage } from '../../../../src/mmc/mode-pages/write-parameters.ts';
import { readDiscTexts } from '../../../../src/read/disc-texts.ts';
import { readTableOfContents } from '../../../../src/read/table-of-contents.ts';
import type { TrackProperties } from '../../../../src/write/engine/track-source.ts';
import { blocksOfNoise } from '../../../support/sources.ts';
import { on } from '../../../support/tampered-transport.ts';
import { burn, tamperedDrive } from '../../support.ts';

const ISRCS = ['GBAYE6800011', 'USRC17607839'] as const;
const CATALOGUE_NUMBER = '4006381333931';

const textOf = (bytes: Uint8Array | undefined): string => String.fromCharCode(...(bytes ?? []));

describe('what Track-At-Once tracks carry', () => {
  test('ISRC and catalogue number are in page 05h of each track, and on the disc', async () => {
    const { drive, transport } = tamperedDrive();
    const sources = ISRCS.map((isrc, index) => ({ ...blocksOfNoise(310, index + 1), isrc }));
    const { result } = await burn(drive, sources, { catalogueNumber: CATALOGUE_NUMBER });
    const pages = transport.selectedPages(writeParametersPage.code).map((page) => writeParametersPage.decode(page));
    expect(pages.map(({ isrc }) => textOf(isrc?.subarray(1, 13)).replaceAll('\0', ''))).toEqual([...ISRCS, '']);
    expect(pages.map(({ mediaCatalogNumber: mcn }) => [mcn?.[0], textOf(mcn?.subarray(1, 14))])).toEqual(
      pages.map(() => [0x80, CATALOGUE_NUMBER]),
    );
    const texts = await readDiscTexts(drive, result.disc.tracks, []);
    expect(texts).toMatchObject({
      catalogNumber: CATALOGUE_NUMBER,
      isrcs: new Map(ISRCS.map((isrc, at) => [at + 1, isrc])),
    });
    expect(result.warnings).toEqual([]);
  });

  test.each<[string, TrackProperties, number, boolean]>([
    ['nothing', {}, 0, false],
    ['pre-emphasis', { preEmphasis: true }, 1, false],
    ['permission to copy', { copyPermitted: true }, 2, false],
    ['both', { preEmphasis: true, copyPermitted: true }, 3, false],
    ['a copy that may not be copied', { serialCopy: true }, 0, true],
  ])(
    '%s is in the CONTROL nibble of page 05h and of the table of contents',
    async (_name, properties, control, copy) => {
      const { drive, transport } = tamperedDrive();
      const { result } = await burn(drive, [{ ...blocksOfNoise(310), ...properties }]);
      const [page] = transport.selectedPages(writeParametersPage.code).map((each) => writeParametersPage.decode(each));
      expect(page).toMatchObject({ trackMode: control, copy });
      expect((await readTableOfContents(drive)).tracks).toMatchObject([{ track: 1, control }]);
      expect(result.warnings).toEqual([]);
    },
  );

  test('codes that the disc does not have afterwards are warnings', async () => {
    const { drive } = tamperedDrive(
      on(0x42, async (_count, next) => {
        const reply = await next();
        return reply.outcome === 'answered'
          ? { ...reply, data: reply.data.map((byte, at) => (at < 8 ? byte : 0)) }
          : reply;
      }),
    );
    const { result } = await burn(drive, [{ ...blocksOfNoise(310), isrc: ISRCS[0] }], {
      catalogueNumber: CATALOGUE_NUMBER,
    });
    expect(result.warnings).toEqual([
      expect.stringMatching(/the catalogue number, 4006381333931, was sent, but the drive does not find it/),
      expect.stringMatching(/the ISRC of track 1, GBAYE6800011, was sent, but the drive does not find it/),
    ]);
  });

  test('CD-TEXT cannot be carried: a warning says so', async () => {
    const { drive } = tamperedDrive();
    const cdText = [
      {
        language: 9,
        characterCode: CharacterCode.Iso8859,
        firstTrack: 1,
        album: { title: 'A' },
        tracks: [{ title: 'B' }],
      },
    ];
    const { result } = await burn(drive, [blocksOfNoise(310), blocksOfNoise(310)], { cdText });
    expect(result.warnings).toEqual([
      'preparing: the CD-TEXT is left out: Track-At-Once cannot carry it, Session-At-Once can',
    ]);
  });

  test.each<[TrackProperties, string]>([
    [{ pregapBlocks: 75 }, '00:01:00 before track 1'],
    [{ indexBlocks: [75] }, 'index 2 of track 1'],
    [{ fourChannel: true }, 'the four-channel flag of track 1'],
  ])('%j changes the sound, and is refused before anything is written', async (properties, what) => {
    const { drive, transport } = tamperedDrive();
    await expect(burn(drive, [{ ...blocksOfNoise(400, 1, { name: 'a' }), ...properties }])).rejects.toMatchObject({
      phase: 'planning',
      message: expect.stringMatching(`It would lose: ${what} \\(a\\).* Session-At-Once`),
    });
    expect(transport.sent(0x55)).toEqual([]);
  });

  test('a drive that drops pre-emphasis is found out', async () => {
    const { drive } = tamperedDrive(
      on(0x52, async (_count, next) => {
        const reply = await next();
        const withoutControl = (byte: number, at: number) => (at === 5 ? byte & 0xf0 : byte);
        return reply.outcome === 'answered' ? { ...reply, data: reply.data.map(withoutControl) } : reply;
      }),
    );
    await expect(burn(drive, [{ ...blocksOfNoise(310), preEmphasis: true }])).rejects.toMatchObject({
      phase: 'verifying',
      message: expect.stringMatching(/written with pre-emphasis, and is on the disc without it/),
    });
  });
});
