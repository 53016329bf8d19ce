// Burns one track and leaves the disc open, as IMAPI2's doNotFinalizeMedia does; then adds another and closes the disc.
//   node examples/leave-open.mjs [DEVICE]     without a device: a simulated drive with a blank CD-R, in memory
import { burnAudio, closeDisc, discStateInWords, openDrive, pcmTrackFromBytes, readDiscState } from 'discwright';

const [device = 'sim:'] = process.argv.slice(2);
const drive = await openDrive(device);
try {
  await burnAudio(drive, [noise('first', 5)], { ending: 'leave-open' });
  console.log(`After the first track: ${discStateInWords(await readDiscState(drive))}`);

  await burnAudio(drive, [noise('second', 5)], { ending: 'leave-open' });
  console.log(`After the second track: ${discStateInWords(await readDiscState(drive))}`);

  await closeDisc(drive);
  console.log(`After closing: ${discStateInWords(await readDiscState(drive))}`);
} finally {
  await drive.close();
}

function noise(name, seconds) {
  const bytes = new Uint8Array(seconds * 176_400);
  for (let index = 0; index < bytes.length; index += 2) bytes[index] = Math.random() * 256;
  return pcmTrackFromBytes(bytes, { name });
}
