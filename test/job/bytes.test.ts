import { expect, test } from '@jest/globals';
import { type PcmTrack, pcmTrackFromBytes } from '../../src/audio/index.ts';
import { bytesOfTrack } from '../../src/job/bytes.ts';
import { openPieces, splitPieces } from '../../src/job/pieces.ts';
import { sound } from '../read/recorded-disc.ts';

const all = Buffer.from(sound(900, 1));

/** A track that is read only from its start, as a compressed one, and counts how often it is opened and closed. */
function compressed(): { readonly track: PcmTrack; readonly opened: () => number; readonly open: () => number } {
  const inner = pcmTrackFromBytes(all, { name: 'x.flac' });
  let opened = 0;
  let open = 0;
  const openReader = async () => {
    const reader = await inner.openReader();
    opened++;
    open++;
    return {
      ...reader,
      close: async () => {
        open--;
        await reader.close();
      },
    };
  };
  return { track: { ...inner, openReader }, opened: () => opened, open: () => open };
}

async function read(bytes: ReturnType<typeof bytesOfTrack>, startBytes: number, lengthBytes: number): Promise<Buffer> {
  const reader = openPieces([{ kind: 'file', bytes, startBytes, lengthBytes }]);
  const target = Buffer.alloc(lengthBytes);
  expect(await reader.read(target)).toBe(lengthBytes);
  await reader.close();
  return target;
}

test('parts of a compressed file that follow each other decode it once, and nothing stays open at its end', async () => {
  const { track, opened, open } = compressed();
  const bytes = bytesOfTrack(track);
  const cuts = [0, 300 * 2_352, 400 * 2_352 + 4, all.length];
  for (const [index, end] of cuts.entries()) {
    const start = cuts[index - 1] ?? 0;
    expect((await read(bytes, start, end - start)).equals(all.subarray(start, end))).toBe(true);
  }
  expect([opened(), open()]).toEqual([1, 0]);
});

test('a part before the last one is decoded from the start again, and close() ends what was kept', async () => {
  const { track, opened, open } = compressed();
  const bytes = bytesOfTrack(track);
  expect((await read(bytes, 4_000, 4_000)).equals(all.subarray(4_000, 8_000))).toBe(true);
  expect((await read(bytes, 400, 400)).equals(all.subarray(400, 800))).toBe(true);
  expect(opened()).toBe(2);
  expect(open()).toBe(1);
  await bytes.close();
  expect(open()).toBe(0);
});

test('two readers of one file do not disturb each other', async () => {
  const bytes = bytesOfTrack(compressed().track);
  const parts = await Promise.all([read(bytes, 0, 50_000), read(bytes, 70_000, 50_000)]);
  expect(Buffer.concat(parts).equals(Buffer.concat([all.subarray(0, 50_000), all.subarray(70_000, 120_000)]))).toBe(
    true,
  );
});

test('pieces are divided at any byte', async () => {
  const bytes = bytesOfTrack(pcmTrackFromBytes(all, { name: 'x' }));
  const pieces = [
    { kind: 'file', bytes, startBytes: 8, lengthBytes: 1_000 },
    { kind: 'zeros', lengthBytes: 500 },
    { kind: 'file', bytes, startBytes: 2_000, lengthBytes: 700 },
  ] as const;
  const whole = Buffer.concat([all.subarray(8, 1_008), Buffer.alloc(500), all.subarray(2_000, 2_700)]);
  for (const at of [0, 4, 1_000, 1_300, 1_500, 1_504, 2_200]) {
    const target = Buffer.alloc(whole.length);
    const [head, tail] = splitPieces(pieces, at);
    await openPieces(head).read(target.subarray(0, at));
    await openPieces(tail).read(target.subarray(at));
    expect(target.equals(whole)).toBe(true);
  }
});
