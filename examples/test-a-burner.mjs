// How a program that burns is tested: on a simulated drive whose disc, cable and tray fail as the test says.
//   node --test examples/test-a-burner.mjs
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BurnError, burnAudio, Drive, pcmTrackFromBytes, readDiscState } from 'discwright';
import { Disc, SimulatedDrive } from 'discwright/simulator';

/** The program under test: it burns one track, and says in one line what has become of it. */
async function program(drive) {
  try {
    const { disc } = await burnAudio(drive, [pcmTrackFromBytes(new Uint8Array(10 * 176_400), { name: 'song' })]);
    return `burned: the disc is ${disc.status}`;
  } catch (error) {
    if (!(error instanceof BurnError)) throw error;
    return `failed while ${error.phase} (${error.code})`;
  }
}

/** A drive with a blank CD-R. Its time is virtual: nothing here waits. */
function driveWith(...faults) {
  const simulated = new SimulatedDrive({ faults });
  return { simulated, drive: new Drive(simulated) };
}

test('a good disc is burned, and the tray can be opened afterwards', async () => {
  const { simulated, drive } = driveWith();
  assert.equal(await program(drive), 'burned: the disc is complete');
  assert.equal(simulated.burner.tray.locked, false);
  assert.equal(simulated.statistics.ruinedTracks, 0);
});

test('a bad spot on the disc ends the burn, and the tray can still be opened', async () => {
  const { simulated, drive } = driveWith({ at: { command: 'WRITE(10)', nth: 10 }, does: { sense: '3/0C/00' } });
  assert.match(await program(drive), /^failed while writing/);
  assert.equal(simulated.burner.tray.locked, false);
  assert.equal((await readDiscState(drive)).status, 'appendable');
});

test('a drive that is busy for a moment is waited for', async () => {
  const { drive } = driveWith({ at: { command: 'WRITE(10)', nth: 3 }, does: { sense: '2/04/08' } });
  assert.equal(await program(drive), 'burned: the disc is complete');
});

test('a disc that is complete is refused before anything is written', async () => {
  const { simulated, drive } = driveWith();
  await program(drive);
  assert.equal(await program(drive), 'failed while planning (DISC_COMPLETE)');
  assert.equal(simulated.burner.tray.locked, false);
});

test('a disc that somebody puts in is burned like the one before', async () => {
  const { simulated, drive } = driveWith();
  await (await simulated.removeDisc())?.close();
  await simulated.insert(Disc.blank('CD-R 74'));
  assert.equal(await program(drive), 'burned: the disc is complete');
});
