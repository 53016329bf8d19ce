// Burns the same album on many drives at once, and says at the end how each of them fared.
//   node examples/jukebox.mjs [DEVICE ...]
// Without devices: six simulated drives; the fourth cannot write its disc.
import { BurnError, burnAudio, Drive, openDrive, pcmTrackFromBytes } from 'discwright';
import { SimulatedDrive } from 'discwright/simulator';

const devices = process.argv.slice(2);
const drives = devices.length > 0 ? await Promise.all(devices.map((device) => openDrive(device))) : simulatedDrives(6);

// Each burn reads its tracks by itself, so each has its own. One that fails does not end the others.
const results = await Promise.allSettled(drives.map((drive, index) => burnAlbum(drive, index + 1)));
await Promise.all(drives.map((drive) => drive.close()));

console.log('');
for (const [index, { status, value, reason }] of results.entries()) {
  console.log(`drive ${index + 1}: ${status === 'fulfilled' ? value : inWords(reason)}`);
}
const failed = results.filter(({ status }) => status === 'rejected').length;
console.log(`${results.length - failed} discs burned, ${failed} failed.`);

async function burnAlbum(drive, number) {
  const burn = burnAudio(drive, [noise('one', 8), noise('two', 6)], { verify: 'full' });
  let track = 0;
  for await (const step of burn) {
    if (step.phase !== 'writing' || step.track === track) continue;
    track = step.track;
    console.log(`drive ${number} writes track ${track}`);
  }
  const { comparisons, disc } = await burn;
  const bytes = comparisons.reduce((sum, { comparedBytes }) => sum + comparedBytes, 0);
  return `the disc is ${disc.status}; ${bytes} bytes were compared`;
}

/** A BurnError says what has become of the disc, and what to do. */
function inWords(error) {
  return error instanceof BurnError ? `FAILED while ${error.phase}, ${error.code}: ${error.message}` : String(error);
}

function simulatedDrives(count) {
  return Array.from({ length: count }, (_, index) => {
    const simulated = new SimulatedDrive();
    if (index === 3) simulated.inject({ at: { command: 'WRITE(10)', nth: 20 }, does: { sense: '3/0C/00' } });
    return new Drive(simulated);
  });
}

function noise(name, seconds) {
  const samples = Int16Array.from({ length: seconds * 88_200 }, (_, index) => ((index * 7_919) % 16_381) - 8_190);
  return pcmTrackFromBytes(new Uint8Array(samples.buffer), { name });
}
