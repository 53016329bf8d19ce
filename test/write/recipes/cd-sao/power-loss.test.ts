import { expect, test } from '@jest/globals';
import { Drive } from '../../../../src/drive/drive.ts';
import { SimulatedDrive } from '../../../../src/simulator/index.ts';
import { recoverDisc } from '../../../../src/write/repair/recover-disc.ts';
import { blocksOfNoise } from '../../../support/sources.ts';
import { drainGenerator, TamperedTransport } from '../../../support/tampered-transport.ts';
import { CD_TEXT, sessions, write } from './support.ts';

test('a drive that is gone: nothing of the session counts as safe, from its first pregap onward', async () => {
  const simulated = new SimulatedDrive();
  simulated.inject({ at: { command: 'WRITE(10)', nth: 40 }, does: { disconnect: true } });
  const sources = [blocksOfNoise(310, 1), blocksOfNoise(2_000, 2)];
  await expect(write(new Drive(simulated), sources)).rejects.toMatchObject({ phase: 'writing', track: 1, lba: -150 });
});

test.each([
  ['in the second track', 60, 2],
  ['in the first track', 40, 1],
])('the power fails %s: what is on the disc plays after `recover`', async (_name, afterWrites, tracks) => {
  const simulated = new SimulatedDrive({ bufferBytes: 131_072 });
  let writes = 0;
  const transport = new TamperedTransport(simulated, async (request, next) => {
    if (request.cdb[0] === 0x2a && ++writes === afterWrites) await simulated.burner.losePower();
    return next();
  });
  const drive = new Drive(transport);
  const sources = [blocksOfNoise(600, 1), blocksOfNoise(2_000, 2)];
  await expect(write(drive, sources, { cdText: CD_TEXT, fifoBytes: 0 })).rejects.toMatchObject({ phase: 'writing' });
  const { result } = await drainGenerator(recoverDisc(drive));
  expect(result.disc).toMatchObject({ status: 'complete' });
  expect((await sessions(drive))[0]?.tracks).toHaveLength(tracks);
});
