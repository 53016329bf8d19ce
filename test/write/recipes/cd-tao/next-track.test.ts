import { expect, test } from '@jest/globals';
import { READ_TRACK_INFORMATION } from '../../../support/cdb.ts';
import { on } from '../../../support/tampered-transport.ts';
import { burn, tamperedDrive } from '../../support.ts';

test('an NWA of -150 on a blank disc means the start of the track', async () => {
  const { drive } = tamperedDrive(
    on(READ_TRACK_INFORMATION, async (_count, next) => {
      const reply = await next();
      if (reply.outcome === 'answered' && (reply.data[6] ?? 0) & 0x40) {
        new DataView(reply.data.buffer, reply.data.byteOffset).setInt32(12, -150);
      }
      return reply;
    }),
  );
  expect((await burn(drive)).result.disc.tracks[0]).toMatchObject({ startLba: 0, lengthBlocks: 400 });
});
