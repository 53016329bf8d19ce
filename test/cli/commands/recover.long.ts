import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { Drive } from '../../../src/drive/drive.ts';
import { preventAllowMediumRemoval } from '../../../src/scsi/commands/prevent-allow-medium-removal.ts';
import { ServedDrive } from '../../../src/server/served-drive.ts';
import { claimSocketFile } from '../../../src/server/socket-file.ts';
import { SocketServer } from '../../../src/server/socket-server.ts';
import { SimulatedDrive } from '../../../src/simulator/index.ts';
import { pcm } from '../../audio/wav-builder.ts';
import { asCd } from '../../support/cd.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { discwright, type RunOptions } from '../cli.ts';
import { writeSilence, writeWav } from '../wavs.ts';

// Each test starts several processes: slow on a busy machine.
jest.setTimeout(60_000);

/** A drive that outlives the programs that use it. */
async function served(action: (cwd: string, device: readonly string[], simulated: SimulatedDrive) => Promise<void>) {
  const cwd = temporaryFolder();
  const path = join(cwd, 's');
  const simulated = new SimulatedDrive();
  const server = await SocketServer.listen(path, await claimSocketFile(path), new ServedDrive(simulated, true));
  try {
    await action(cwd, ['--device', 'unix:s', '--yes'], simulated);
  } finally {
    server.stopListening();
    await simulated.close();
    await server.close();
  }
}

test('recover finishes what a killed burn left, unlocks the tray and says what is lost', () =>
  served(async (cwd, device, simulated) => {
    await writeWav(cwd, 'first.wav', pcm(2352 * 400));
    await writeSilence(cwd, 'long.wav', 20 * 60);
    const onStdout: RunOptions['onStdout'] = (soFar, child) => {
      if (/2\/2 .*%/.test(soFar)) child.kill('SIGKILL');
    };
    const burned = await discwright(['burn', ...device, 'first.wav', 'long.wav'], { cwd, onStdout });
    expect(burned.code).toBeNull();
    expect(simulated.burner.tray.locked).toBe(true);

    const { code, stdout } = await discwright(['recover', ...device], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/Track 2 was left open: it is complete now, with \d+ blocks/);
    expect(stdout).toContain(
      'The tray is unlocked.\nThe disc is closed: nothing can be added.\nLost: Track 2 ends after',
    );
    expect(simulated.burner.tray.locked).toBe(false);
    const { complete, tracks } = asCd(simulated.burner.disc);
    expect({ complete, tracks: tracks.length, secondAtLba: tracks[1]?.track.startLba }).toEqual({
      complete: true,
      tracks: 2,
      secondAtLba: 400 + 152,
    });

    const again = await discwright(['recover', ...device, '--json'], { cwd });
    expect(JSON.parse(again.stdout)).toMatchObject({
      finished: false,
      unlocked: true,
      repairs: [],
      losses: [],
      warnings: [],
      disc: { status: 'complete' },
    });
  }));

test('recover leaves a disc appendable on request', () =>
  served(async (cwd, device, simulated) => {
    await writeWav(cwd, 'a.wav', pcm(2352 * 310));
    await discwright(['burn', ...device, '--leave-open', 'a.wav'], { cwd });
    const { stdout } = await discwright(['recover', ...device, '--appendable'], { cwd });
    expect(stdout).toContain('The session is closed; another one can follow.');
    expect(simulated.burner.disc.complete).toBe(false);
    expect(asCd(simulated.burner.disc).sessions).toHaveLength(1);
  }));

test('recover says that there is nothing to finish, with a blank disc and without one', () =>
  served(async (cwd, device, simulated) => {
    await new Drive(simulated).execute(preventAllowMediumRemoval({ prevent: true }));
    const blank = await discwright(['recover', ...device], { cwd });
    expect(blank.stdout).toMatch(/The tray is unlocked\.\nThere is nothing to finish\. The disc is blank\.\n$/);
    expect(simulated.burner.tray.locked).toBe(false);
    await (await simulated.removeDisc())?.close();
    const empty = await discwright(['recover', ...device], { cwd });
    expect(empty).toMatchObject({ code: 0, stdout: expect.stringContaining('There is no disc in the drive.') });
    await simulated.pressButton();
    const open = await discwright(['recover', ...device], { cwd });
    expect(open.stdout).toMatch(/The tray is unlocked\.\nThe tray is open\. Put the disc in and close the tray/);
  }));
