import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ripDisc } from '../../../src/index.ts';
import { ReplyMemory } from '../../../src/read/rip/reply-memory.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { drain } from '../recorded-disc.ts';
import { album, driveWith, soundOf } from './discs.ts';

describe('memory of replies', () => {
  test('is given again by its length, and only once', () => {
    const memory = new ReplyMemory();
    const bytes = new Uint8Array(100).fill(7);
    memory.add(bytes);
    expect(memory.take(99)).toBeUndefined();
    expect(memory.take(100)?.buffer).toBe(bytes.buffer);
    expect(memory.take(100)).toBeUndefined();
  });

  test('is not kept if others may have a part of it, or if it is much', () => {
    const memory = new ReplyMemory();
    memory.add(new Uint8Array(100).subarray(1));
    memory.add(new Uint8Array(new SharedArrayBuffer(99)));
    memory.add(new Uint8Array(1_000_000));
    for (let count = 0; count < 1_000; count++) memory.add(new Uint8Array(10));
    expect([memory.take(99), memory.take(100), memory.take(1_000_000)]).toEqual([undefined, undefined, undefined]);
    let kept = 0;
    while (memory.take(10) !== undefined) kept++;
    expect(kept).toBeLessThan(100);
  });
});

test.each([
  ['one pass', 1, false],
  ['one pass with C2 flags', 1, true],
  ['two passes with C2 flags', 2, true],
])('a rip in %s uses memory again, and writes what is on the disc', async (_, passes, c2) => {
  const recorded = await album();
  const { drive } = driveWith(recorded.disc);
  const given = new Set<ArrayBuffer>();
  let replies = 0;
  const { send } = drive.transport;
  drive.transport.send = async (request) => {
    const reply = await send.call(drive.transport, request);
    if (request.cdb[0] === 0xbe && reply.outcome === 'answered') {
      replies++;
      given.add(reply.data.buffer as ArrayBuffer);
    }
    return reply;
  };
  const folder = temporaryFolder();
  await drain(ripDisc(drive, { directory: folder, format: 'bin-cue', passes, c2 }));
  const sound = soundOf(recorded, 0, 2_503);
  expect((await readFile(join(folder, 'disc.bin'))).equals(sound)).toBe(true);
  expect(replies).toBeGreaterThan(90);
  expect(given.size).toBeLessThan(replies - 40);
});
