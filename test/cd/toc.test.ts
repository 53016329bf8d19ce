import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sessionsOf } from '../../src/cd/toc.ts';
import { readFullToc, readToc } from '../../src/mmc/commands/read-toc.ts';
import { exchanges } from '../golden/exchanges.ts';

/** The full TOC of an emulated disc that cdrskin had written: audio in session 1, data in session 2. */
const recorded = exchanges
  .filter(({ cdb, in: data }) => cdb[0] === 0x43 && cdb[2] === 2 && data?.[3] === 2)
  .map(({ in: data }) => data ?? new Uint8Array())
  .sort((a, b) => b.length - a.length)[0];

describe('full TOC', () => {
  const { entries } = readFullToc.spec.reply.decode(recorded ?? new Uint8Array());
  const sessions = sessionsOf(entries);

  test('has sessions, and each track ends in its own session', () => {
    expect(sessions.map(({ tracks }) => tracks.map(({ number, kind, startLba }) => [number, kind, startLba]))).toEqual([
      [
        [1, 'audio', 0],
        [2, 'audio', 525],
        [3, 'audio', 1200],
      ],
      [[4, 'data', 12_938]],
    ]);
    expect(sessions[0]?.leadOutLba).toBe(1538);
    expect(sessions[0]?.tracks[2]?.lengthBlocks).toBe(338);
  });

  test('says where another session may begin, with its pregap', () => {
    expect(sessions[0]?.nextProgramAreaLba).toBe(12_938 - 150);
    expect(sessions[1]?.nextProgramAreaLba).toBeUndefined();
  });

  test('of any bytes decodes without an error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 4, maxLength: 120 }), (bytes) => {
        bytes.set([0, bytes.length - 2]);
        sessionsOf(readFullToc.spec.reply.decode(bytes).entries);
      }),
    );
  });
});

test('the plain TOC lists tracks and lead-out by LBA', () => {
  const value = {
    firstTrack: 1,
    lastTrack: 1,
    entries: [
      { control: 0, track: 1, startLba: 0 },
      { control: 0, track: 0xaa, startLba: 375 },
    ],
  };
  expect(readToc.spec.reply.decode(readToc.spec.reply.encode(value))).toEqual({
    dataLength: 18,
    firstTrack: 1,
    lastTrack: 1,
    entries: [
      { adr: 1, control: 0, track: 1, startLba: 0 },
      { adr: 1, control: 0, track: 0xaa, startLba: 375 },
    ],
  });
});
