import { expect, test } from '@jest/globals';
import type { TrackState } from '../../src/drive/disc-state.ts';
import type { Drive } from '../../src/drive/drive.ts';
import { readCdText } from '../../src/mmc/commands/read-cd-text.ts';
import { readCatalogNumber, readIsrc } from '../../src/mmc/commands/read-sub-channel.ts';
import { readDiscTexts } from '../../src/read/disc-texts.ts';
import type { Command } from '../../src/scsi/command.ts';

const ascii = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

/** A drive that has these replies of READ SUB-CHANNEL, and no CD-TEXT. */
function driveWith(catalogNumber: string, isrcs: readonly { readonly track: number; readonly isrc: string }[]): Drive {
  const replies = isrcs.values();
  const execute = async ({ spec }: Command<unknown>) => {
    if (spec.name === readCatalogNumber.spec.name) return { valid: true, digits: ascii(catalogNumber) };
    if (spec.name !== readIsrc.spec.name) return { entries: [] };
    const { track, isrc } = replies.next().value ?? { track: 0, isrc: '' };
    return { valid: true, track, isrc: ascii(isrc) };
  };
  return { execute } as unknown as Drive;
}

const tracks = [1, 2, 3].map((number) => ({ number, kind: 'audio' }) as TrackState);

test("another track's ISRC, and identifiers of zeros, are left out", async () => {
  const drive = driveWith('0000000000000', [
    { track: 1, isrc: 'gbaye6500331' },
    { track: 1, isrc: 'GBAYE6500331' },
    { track: 3, isrc: '000000000000' },
  ]);
  expect(await readDiscTexts(drive, tracks, [])).toEqual({
    isrcs: new Map([[1, 'GBAYE6500331']]),
    album: {},
    packs: [],
    tracks: new Map(),
  });
});

test('a reply without a track number belongs to the requested track', async () => {
  const drive = driveWith('4006381333931', [{ track: 0, isrc: 'GBAYE6500331' }]);
  const { catalogNumber, isrcs } = await readDiscTexts(drive, tracks.slice(0, 1), []);
  expect(catalogNumber).toBe('4006381333931');
  expect(isrcs).toEqual(new Map([[1, 'GBAYE6500331']]));
});

test('a reply that ends before the packs that it announces is reported', async () => {
  const warnings: string[] = [];
  const execute = async ({ spec }: Command<unknown>) =>
    spec.name === readCdText.spec.name ? { dataLength: 2 + 3 * 18, entries: [] } : { valid: false, dataLength: 20 };
  await readDiscTexts({ execute } as unknown as Drive, [], warnings);
  expect(warnings).toEqual(["3 packs of the CD-TEXT could not be read: the drive's reply was cut off"]);
});

test('a reply that ends within an ISRC is reported', async () => {
  const warnings: string[] = [];
  const execute = async ({ spec }: Command<unknown>) =>
    spec.name === readIsrc.spec.name ? { valid: true, dataLength: 20, track: 1 } : { entries: [], dataLength: 0 };
  const { isrcs } = await readDiscTexts({ execute } as unknown as Drive, tracks.slice(0, 1), warnings);
  expect(isrcs.size).toBe(0);
  expect(warnings).toEqual(["the ISRC of track 1 could not be read: the drive's reply was cut off"]);
});

test('CD-TEXT is asked for again after a reply of zeros, which no drive means', async () => {
  const pack = { type: 0x80, track: 0, sequence: 0, place: 0, text: new Uint8Array(12), crc: 0 };
  const replies = [
    { dataLength: 0, entries: [] },
    { dataLength: 20, entries: [pack] },
  ];
  const execute = async ({ spec }: Command<unknown>) =>
    spec.name === readCdText.spec.name ? replies.shift() : { valid: false, dataLength: 20 };
  const { packs } = await readDiscTexts({ execute } as unknown as Drive, [], []);
  expect(packs).toEqual([pack]);
  expect(replies).toEqual([]);
});
