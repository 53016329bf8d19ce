import { describe, expect, test } from '@jest/globals';
import { BurnError } from '../../../src/write/engine/burn-error.ts';
import { CLOSE_TRACK_SESSION, SYNCHRONIZE_CACHE, WRITE } from '../../support/cdb.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { blocksOfNoise } from '../../support/sources.ts';
import { checkCondition, good, type Tamper } from '../../support/tampered-transport.ts';
import { burn, tamperedDrive } from '../support.ts';

test('a liar that says GOOD to every WRITE and writes nothing is caught', async () => {
  const { drive } = tamperedDrive((request, next) => {
    const opcode = request.cdb[0];
    return opcode === WRITE || opcode === SYNCHRONIZE_CACHE || opcode === CLOSE_TRACK_SESSION ? good() : next();
  });
  const error = await rejectionOf(burn(drive), BurnError);
  expect(error.phase).toBe('verifying');
  expect(error.message).toMatch(/reported success/);
});

describe('a burn that is faster than any drive writes', () => {
  function fast(tamper?: Tamper) {
    const { drive, transport } = tamperedDrive(tamper);
    const frozen = { now: () => 0, sleep: (milliseconds: number) => transport.clock.sleep(milliseconds) };
    Object.defineProperty(drive, 'clock', { value: frozen });
    return drive;
  }

  test.each(['none', 'quick', 'full'] as const)(
    'is read back, and believed when it is equal (verify %s)',
    async (verify) => {
      const { result } = await burn(fast(), [blocksOfNoise(400), blocksOfNoise(310)], { verify });
      expect(result.disc.status).toBe('complete');
      expect(result.warnings).toEqual([
        'verifying: track 1 was written in no time, which is faster than any drive writes, but all of it is on the disc',
        'verifying: track 2 was written in no time, which is faster than any drive writes, but all of it is on the disc',
      ]);
    },
  );

  test('is not believed when one block is different', async () => {
    const drive = fast(async (request, next) => {
      const reply = await next();
      const [lba, blocks] = [(request.cdb[4] ?? 0) * 256 + (request.cdb[5] ?? 0), request.cdb[8] ?? 0];
      const hit = request.cdb[0] === 0xbe && lba <= 150 && 150 < lba + blocks;
      if (hit && reply.outcome === 'answered') reply.data.fill(7, (150 - lba) * 2352, (151 - lba) * 2352);
      return reply;
    });
    expect(await rejectionOf(burn(drive), BurnError)).toMatchObject({ code: 'DIFFERENT', track: 1, lba: 150 });
  });

  test('is not believed when it cannot be read back, or compared', async () => {
    const unreadable = fast((request, next) => (request.cdb[0] === 0xbe ? checkCondition(3, 0x11, 0x05) : next()));
    const error = await rejectionOf(burn(unreadable), BurnError);
    expect(error).toMatchObject({ code: 'IMPOSSIBLE_SPEED', track: 1 });
    expect(error.message).toMatch(/faster than any drive writes, and the disc cannot be read to see/);
    const once = await rejectionOf(burn(fast(), [{ ...blocksOfNoise(400), repeatable: false }]), BurnError);
    expect(once.message).toMatch(/faster than any drive writes, and they cannot be compared/);
  });

  test('and whose disc is silent is caught after its first track', async () => {
    const drive = fast(async (request, next) => {
      const reply = await next();
      if (request.cdb[0] === 0xbe && reply.outcome === 'answered') reply.data.fill(0);
      return reply;
    });
    const error = await rejectionOf(burn(drive, [blocksOfNoise(400), blocksOfNoise(310)]), BurnError);
    expect(error).toMatchObject({ code: 'NOTHING_RECORDED', track: 1 });
    expect(error.disc?.tracks).toHaveLength(1);
  });
});
