import assert from 'node:assert/strict';
import { AUDIO_BLOCK_BYTES, assertSameBytes, onDisc } from '../../support/saved-disc.mjs';

export const blocks = (count) => count * AUDIO_BLOCK_BYTES;

/** The answers of cdrom.sys, with an adapter for 64 KiB at even addresses, and the checks that Windows makes for it. */
export const LIKE_WINDOWS = { double: {}, checks: 'align=2,max=65536' };

/** Fails unless the disc has these tracks, byte for byte, and is in this state. */
export function assertDisc(disc, status, sounds) {
  assert.equal(disc.status, status);
  assert.equal(disc.tracks.length, sounds.length);
  for (const [index, sound] of sounds.entries())
    assertSameBytes(disc.tracks[index].bytes, onDisc(sound), `track ${index + 1}`);
}

/** Commands with this opcode that reached the drive, from the log. */
export function commandsOf(log, opcode) {
  const form = new RegExp(`command ${opcode} length=(\\d+) offset=(\\d+) limit=(\\d+) result=(\\d+)`);
  return log.flatMap((line) => {
    const found = form.exec(line);
    if (found === null) return [];
    const [lengthBytes, pageOffset, limitMs, result] = found.slice(1).map(Number);
    return [{ lengthBytes, pageOffset, limitMs, result }];
  });
}

const count = (lines, pattern) => lines.filter((line) => pattern.test(line)).length;

/** Fails if Windows would have refused something, if commands overlapped, or if a handle or lock was not released. */
export function assertWellBehaved(log, { locks }) {
  assert.deepEqual(
    log.filter((line) => /refused|at once/.test(line)),
    [],
  );
  const double = log.filter((line) => line.startsWith('double/'));
  assert.equal(count(double, / open$/), count(double, / close$/), 'handles that were not closed');
  assert.equal(count(double, / lock [^v]/), locks, 'exclusive access');
  assert.equal(count(double, / unlock$/), locks, 'exclusive access that was not released');
  assert.equal(count(double, / lock volume$/), count(double, / unlock volume$/), 'volume locks');
}
