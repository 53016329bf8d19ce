import { expect, test } from '@jest/globals';
import { Drive } from '../../src/drive/drive.ts';
import { closeTray, ejectDisc } from '../../src/drive/eject.ts';
import { preventAllowMediumRemoval } from '../../src/scsi/commands/prevent-allow-medium-removal.ts';
import { type Behaviour, SimulatedDrive } from '../../src/simulator/index.ts';
import { PREVENT_ALLOW } from '../support/cdb.ts';

test('a lock left by a killed program does not keep the tray closed', async () => {
  await using simulated = new SimulatedDrive();
  const drive = new Drive(simulated);
  await drive.execute(preventAllowMediumRemoval({ prevent: true }));
  await ejectDisc(drive, { owner: 'test' });
  expect(simulated.burner.tray).toMatchObject({ open: true, locked: false });
});

test('persistent prevention by a killed program does not either', async () => {
  let persistent = true;
  const lock: Behaviour = {
    name: 'of this test',
    async answer({ drive, cdb }, next) {
      if (cdb[0] === PREVENT_ALLOW && cdb[4] === 0b10) persistent = false;
      const answer = await next();
      drive.tray.locked ||= persistent;
      return answer;
    },
  };
  await using simulated = new SimulatedDrive({ behaviours: [lock] });
  const drive = new Drive(simulated);
  await drive.execute(preventAllowMediumRemoval({ prevent: true }));
  await ejectDisc(drive, { owner: 'test' });
  expect(simulated.burner.tray).toMatchObject({ open: true, locked: false });
});

test('the tray stays closed while another program has exclusive access', async () => {
  await using simulated = new SimulatedDrive();
  const burning = new Drive(simulated.connect());
  await burning.exclusive('a burn');
  await expect(ejectDisc(new Drive(simulated.connect()), { owner: 'test' })).rejects.toMatchObject({ kind: 'busy' });
  expect(simulated.burner.tray.open).toBe(false);
});

test.each(['2/04/00', '2/04/01', '2/04/04', '2/04/07', '2/04/08', '6/2E/00'])(
  'a drive that answers %s three times is waited for, opening and closing',
  async (sense) => {
    await using simulated = new SimulatedDrive();
    const drive = new Drive(simulated);
    const busy = () => simulated.inject({ at: { command: 'START STOP UNIT' }, does: { sense }, times: 3 });
    busy();
    await ejectDisc(drive, { owner: 'test' });
    expect(simulated.burner.tray.open).toBe(true);
    busy();
    await closeTray(drive);
    expect(simulated.burner.tray.open).toBe(false);
  },
);
