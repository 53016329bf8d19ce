import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import zlib from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { accurateRipId, cddbId } from '../../../src/cd/disc-identifiers.ts';
import { joinedCrc32, productSums } from '../../../src/codec/index.ts';
import { ripDisc } from '../../../src/index.ts';
import { noise } from '../../support/sources.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { drain } from '../recorded-disc.ts';
import { driveWith, soundOf, twoTracks } from './discs.ts';

const SAMPLES = 588;
const hex = (value: bigint | number) => (BigInt(value) % 2n ** 32n).toString(16).padStart(8, '0');

/** Written from the published definition, with whole numbers of any size. */
function accurateRip(pcm: Uint8Array, { first, last }: { first: boolean; last: boolean }) {
  const view = new DataView(pcm.buffer, pcm.byteOffset, pcm.length);
  const count = pcm.length / 4;
  let [v1, v2] = [0n, 0n];
  for (let place = 1; place <= count; place++) {
    if (first && place < 5 * SAMPLES) continue;
    if (last && place > count - 5 * SAMPLES) continue;
    const product = BigInt(view.getUint32((place - 1) * 4, true)) * BigInt(place);
    v1 += product % 2n ** 32n;
    v2 += (product % 2n ** 32n) + product / 2n ** 32n;
  }
  return { accurateRipV1: hex(v1), accurateRipV2: hex(v2) };
}

describe('identifiers of a disc', () => {
  // https://docs.rs/cdtoc: Toc::from_cdtoc("4+96+2D2B+6256+B327+D84A").
  test('AccurateRip and CDDB of an audio disc', () => {
    const contents = {
      tracks: [150, 11_563, 25_174, 45_863].map((start) => ({ kind: 'audio' as const, startLba: start - 150 })),
      leadOutLba: 55_370 - 150,
    };
    expect(cddbId(contents)).toBe('1f02e004');
    expect(accurateRipId(contents)).toBe('004-0002189a-00087f33-1f02e004');
  });

  // https://github.com/arcctgx/ARver, doc/data_track.md: what EAC and dBpoweramp say of "Liquid" by Recoil.
  test('of an enhanced disc, whose data track counts for CDDB and whose lead-out is that of the last session', () => {
    const audio = [150, 12_767, 40_487, 63_225, 93_410, 118_115, 151_865, 184_340, 215_260, 247_455];
    const tracks = [
      ...audio.map((start) => ({ kind: 'audio' as const, startLba: start - 150 })),
      { kind: 'data' as const, startLba: 281_735 - 150 },
    ];
    expect(accurateRipId({ tracks, leadOutLba: 333_801 - 150 })).toBe('010-00164419-00b9f6e2-9e11600b');
    expect(cddbId({ tracks, leadOutLba: 333_801 - 150 })).toBe('9e11600b');
  });

  // The same source: "Mortal Kombat Trilogy", data first.
  test('of a mixed disc, whose tracks of sound are counted from 1', () => {
    const starts = [
      150, 66_728, 76_502, 85_963, 93_760, 104_048, 116_066, 124_743, 134_206, 142_916, 151_852, 160_720, 169_425,
      178_731, 188_459, 196_711, 206_354, 214_845, 223_686, 225_746, 226_384, 232_668, 239_447, 239_931, 244_989,
      254_264, 260_066, 261_222, 261_674,
    ];
    const tracks = starts.map((start, index) => ({
      kind: index === 0 ? ('data' as const) : ('audio' as const),
      startLba: start - 150,
    }));
    expect(accurateRipId({ tracks, leadOutLba: 261_976 - 150 })).toBe('028-00517a54-05a845d2-af0da31d');
  });
});

test('sums of products are exact up to the largest words and numbers', () => {
  for (const [bytes, first] of [
    [noise(4 * 50_000, 5), 1],
    [new Uint8Array(4 * 3_000).fill(0xff), 2 ** 28],
    [noise(4 * 1_025 + 1, 6).subarray(1), 260_000_000],
  ] as const) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    let [low, high] = [0n, 0n];
    for (let index = 0; index < bytes.length / 4; index++) {
      const product = BigInt(view.getUint32(index * 4, true)) * BigInt(first + index);
      low += product % 2n ** 32n;
      high += product / 2n ** 32n;
    }
    expect(productSums(bytes, first)).toEqual({ low: Number(low % 2n ** 32n), high: Number(high % 2n ** 32n) });
  }
});

test('the CRC-32 of two parts is that of the whole', () => {
  const bytes = noise(100_000, 8);
  for (const cut of [0, 1, 2_352, 65_537, 99_999, 100_000]) {
    const [first, second] = [bytes.subarray(0, cut), bytes.subarray(cut)];
    expect(joinedCrc32(zlib.crc32(first), zlib.crc32(second), second.length)).toBe(zlib.crc32(bytes));
  }
});

test('checksums of the tracks and of the disc', async () => {
  const disc = await twoTracks();
  const folder = temporaryFolder();
  const { tracks, ctdb } = await drain(ripDisc(driveWith(disc.disc).drive, { directory: folder, passes: 1 }));
  const [one, two] = [soundOf(disc, 0, 700), soundOf(disc, 700, 1_503)];
  const trimmed = { one: one.subarray(10 * 2_352), two: two.subarray(0, two.length - 13 * 2_352) };
  expect(tracks.map(({ checksums }) => checksums)).toEqual([
    {
      crc32: hex(zlib.crc32(one)),
      ctdb: hex(zlib.crc32(trimmed.one)),
      ...accurateRip(one, { first: true, last: false }),
    },
    {
      crc32: hex(zlib.crc32(two)),
      ctdb: hex(zlib.crc32(trimmed.two)),
      ...accurateRip(two, { first: false, last: true }),
    },
  ]);
  expect(ctdb).toBe(hex(zlib.crc32(trimmed.two, zlib.crc32(trimmed.one))));
  const log = await readFile(join(folder, 'rip.log'), 'utf8');
  expect(log).toContain(`CRC-32         ${hex(zlib.crc32(one))}`);
});
