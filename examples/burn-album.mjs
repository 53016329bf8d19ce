// Burns an album Track-At-Once and compares what the disc holds with what was sent.
//   node examples/burn-album.mjs [DEVICE [FILE.wav ...]]
// Without files: two tones. Without a device: a simulated drive with a blank CD-R, in memory.
import { burnAudio, openAudioFile, openDrive, pcmTrackFromBytes } from 'discwright';

const [device = 'sim:', ...files] = process.argv.slice(2);
const tracks =
  files.length > 0
    ? await Promise.all(files.map((file) => openAudioFile(file)))
    : [tone('A', 440, 5), tone('E', 659, 6)];

const drive = await openDrive(device);
try {
  const burn = burnAudio(drive, tracks, { verify: 'full' });
  let sent = 0;
  for await (const { phase, track } of burn) {
    if (phase === 'flushing' && track !== sent) {
      sent = track; // a step is reported several times while it lasts
      console.log(`Track ${sent} is sent; the drive finishes it.`);
    }
  }
  const { comparisons, disc } = await burn;
  for (const { track, comparedBytes } of comparisons)
    console.log(`Track ${track}: ${comparedBytes} bytes are on the disc as they were sent.`);
  console.log(`The disc is ${disc.status}.`);
} finally {
  await drive.close();
}

/** 44.1 kHz, 16 bits, two channels. */
function tone(name, hertz, seconds) {
  const samples = new Int16Array(seconds * 44_100 * 2);
  for (let frame = 0; frame < samples.length / 2; frame += 1) {
    const level = Math.round(8_000 * Math.sin((2 * Math.PI * hertz * frame) / 44_100));
    samples.fill(level, frame * 2, frame * 2 + 2);
  }
  return pcmTrackFromBytes(new Uint8Array(samples.buffer), { name });
}
