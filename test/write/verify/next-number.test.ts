import { expect, test } from '@jest/globals';
import { PREGAP_BLOCKS } from '../../../src/cd/geometry.ts';
import { INCOMPLETE_TRACK } from '../../../src/mmc/commands/read-track-information.ts';
import { READ_TRACK_INFORMATION } from '../../support/cdb.ts';
import { blocksOfNoise } from '../../support/sources.ts';
import { on, type Tamper } from '../../support/tampered-transport.ts';
import { burn, tamperedDrive } from '../support.ts';

/** READ TRACK INFORMATION of FFh gives another number than READ DISC INFORMATION. */
const miscounting =
  (number: number): Tamper =>
  async (request, next) => {
    const reply = await next();
    const concerns = request.cdb[0] === READ_TRACK_INFORMATION && request.cdb[5] === INCOMPLETE_TRACK;
    if (concerns && reply.outcome === 'answered') reply.data[2] = number;
    return reply;
  };

test('where the drive contradicts itself on the number of the next track, the table of contents decides', async () => {
  const { drive, transport } = tamperedDrive();
  await burn(drive, [blocksOfNoise(310)], { ending: 'close-session' });
  transport.tamper = miscounting(7);
  const { result } = await burn(drive, [blocksOfNoise(320), blocksOfNoise(330)]);
  expect(result.tracks.map(({ number }) => number)).toEqual([2, 3]);
  expect(result.disc).toMatchObject({ status: 'complete' });
});

test.each([0, 0xff])('a number that is none (%d) is not contradicted by', async (number) => {
  const { drive } = tamperedDrive(miscounting(number));
  expect((await burn(drive)).result.tracks.map((each) => each.number)).toEqual([1]);
});

test('a drive that counts the pregap into a track is recognised', async () => {
  const { drive } = tamperedDrive(
    on(READ_TRACK_INFORMATION, async (_count, next) => {
      const reply = await next();
      if (reply.outcome === 'answered' && reply.data.length >= 28) {
        const view = new DataView(reply.data.buffer, reply.data.byteOffset);
        const [start, length, written] = [view.getInt32(8), view.getUint32(24), ((reply.data[6] ?? 0) & 0x40) === 0];
        if (written && ((reply.data[7] ?? 0) & 1) === 0) {
          view.setInt32(8, start - PREGAP_BLOCKS);
          view.setUint32(24, length + PREGAP_BLOCKS);
        }
      }
      return reply;
    }),
  );
  const { result } = await burn(drive, [blocksOfNoise(310), blocksOfNoise(320)], { verify: 'full' });
  expect(result.disc.status).toBe('complete');
  expect(result.comparisons.map(({ offsetSamples }) => offsetSamples)).toEqual([0, 0]);
});
