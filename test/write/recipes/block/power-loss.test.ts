import { expect, test } from '@jest/globals';
import { Drive } from '../../../../src/drive/drive.ts';
import { burnData, readDiscState, recoverDisc } from '../../../../src/index.ts';
import { openSimulatedDrive } from '../../../../src/simulator/index.ts';
import { dataOf, finished } from './support.ts';

test.each([
  ['DVD-R', 'writing'],
  ['DVD+R', 'writing'],
  ['BD-R', 'writing'],
  ['DVD-R', 'closing'],
  ['DVD+R', 'closing'],
  ['BD-R', 'closing'],
] as const)('%s: power is lost while %s, and no disc stays unfinished', async (medium, when) => {
  const simulated = await openSimulatedDrive(`?medium=${encodeURIComponent(medium)}`);
  await using drive = new Drive(simulated);
  const nth = when === 'writing' ? 30 : 2;
  let lost = false;
  const burning = finished(burnData(drive, dataOf(3000)), ({ phase }) => {
    if (lost || phase !== (when === 'writing' ? 'preparing' : 'closing the session')) return;
    lost = true;
    simulated.inject({
      at: { command: when === 'writing' ? 'WRITE(10)' : 'TEST UNIT READY', nth },
      does: { powerLoss: 'restart' },
    });
  });
  await expect(burning).rejects.toMatchObject({ name: 'BurnError' });
  const { disc, finished: was } = await finished(recoverDisc(drive));
  // Of what was lost in the drive's buffer, nothing may have reached the disc.
  expect([was, disc?.status]).toEqual(disc?.tracks.length === 0 ? [false, 'blank'] : [true, 'complete']);
});

test.each(['DVD+RW', 'DVD-RAM', 'BD-RE'])(
  '%s: power is lost while writing, and it is written again',
  async (medium) => {
    const simulated = await openSimulatedDrive(`?medium=${encodeURIComponent(medium)}`);
    await using drive = new Drive(simulated);
    let lost = false;
    const burning = finished(burnData(drive, dataOf(3000)), ({ phase }) => {
      if (lost || phase !== 'preparing') return;
      lost = true;
      simulated.inject({ at: { command: 'WRITE(10)', nth: 30 }, does: { powerLoss: 'restart' } });
    });
    await expect(burning).rejects.toMatchObject({ name: 'BurnError', phase: 'writing' });
    const again = await finished(burnData(drive, dataOf(3000, 2), { verify: 'full', overwrite: true }));
    expect(again.comparisons).toHaveLength(1);
    expect((await readDiscState(drive)).medium?.formatted).toBe(true);
  },
);
