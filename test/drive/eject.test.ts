import { expect, test } from '@jest/globals';
import { Drive } from '../../src/drive/drive.ts';
import { ejectDisc } from '../../src/drive/eject.ts';
import { preventAllowMediumRemoval } from '../../src/scsi/commands/prevent-allow-medium-removal.ts';
import { SimulatedDrive } from '../../src/simulator/simulated-drive.ts';

test('a lock left by a killed program does not keep the tray closed', async () => {
  await using simulated = new SimulatedDrive();
  const drive = new Drive(simulated);
  await drive.execute(preventAllowMediumRemoval({ prevent: true }));
  await ejectDisc(drive, 'test');
  expect(simulated.burner.tray).toMatchObject({ open: true, locked: false });
});

test('the tray stays closed while another program has exclusive access', async () => {
  await using simulated = new SimulatedDrive();
  const burning = new Drive(simulated.connect());
  await burning.exclusive('a burn');
  await expect(ejectDisc(new Drive(simulated.connect()), 'test')).rejects.toMatchObject({ kind: 'busy' });
  expect(simulated.burner.tray.open).toBe(false);
});
