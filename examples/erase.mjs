// Erases a CD-RW.
//   node examples/erase.mjs [DEVICE]     without a device: a simulated drive with a CD-RW, in memory, burned first
import { blankDisc, burnAudio, discStateInWords, openDrive, pcmTrackFromBytes, readDiscState } from 'discwright';

const [device] = process.argv.slice(2);
const drive = await openDrive(device ?? 'sim:?medium=CD-RW');
try {
  if (device === undefined) {
    const silence = pcmTrackFromBytes(new Uint8Array(5 * 176_400), { name: 'silence' });
    await burnAudio(drive, [silence]);
  }
  console.log(`Before: ${discStateInWords(await readDiscState(drive))}`);

  for await (const { fraction } of blankDisc(drive, { type: 'minimal' }))
    if (fraction !== undefined && process.stdout.isTTY) process.stdout.write(`\r${Math.round(fraction * 100)} %`);

  console.log(`After: ${discStateInWords(await readDiscState(drive))}`);
} finally {
  await drive.close();
}
