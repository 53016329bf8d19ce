import { describe, expect, test } from '@jest/globals';
import { CD_BYTES_PER_SECOND, CD_SAMPLE_BYTES, CD_SAMPLE_RATE_HZ } from '../../src/cd/digital-audio.ts';
import {
  FORM1_BLOCK_BYTES,
  FORM2_BLOCK_BYTES,
  isTrackNumber,
  leadOutBlocks,
  MODE2_BLOCK_BYTES,
  RAW_BLOCK_BYTES,
  RAW_PQ_BLOCK_BYTES,
  sessionGapBlocks,
} from '../../src/cd/geometry.ts';

describe('dimensions of a CD', () => {
  test('block sizes are those of MMC-5 table 668', () => {
    expect([FORM1_BLOCK_BYTES, FORM2_BLOCK_BYTES, MODE2_BLOCK_BYTES, RAW_PQ_BLOCK_BYTES, RAW_BLOCK_BYTES]).toEqual([
      2_056, 2_332, 2_336, 2_368, 2_448,
    ]);
  });

  test('a second has as many bytes in blocks as in samples', () => {
    expect(CD_BYTES_PER_SECOND).toBe(CD_SAMPLE_RATE_HZ * CD_SAMPLE_BYTES);
    expect(CD_BYTES_PER_SECOND).toBe(176_400);
  });

  test('the gap between the first two sessions is 2:30, then 1:30', () => {
    expect([sessionGapBlocks(1), sessionGapBlocks(2), sessionGapBlocks(3)]).toEqual([11_250, 6_750, 6_750]);
    expect([leadOutBlocks(1), leadOutBlocks(2)]).toEqual([6_750, 2_250]);
  });

  test('tracks are numbered from 1 to 99', () => {
    expect([0, 1, 99, 100, 1.5, Number.NaN].map(isTrackNumber)).toEqual([false, true, true, false, false, false]);
  });
});
