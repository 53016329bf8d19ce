// Burns an Enhanced CD (CD Extra): audio in session 1, which players play, and files in session 2, which computers see.
//   node examples/enhanced-cd.mjs [DEVICE FOLDER FILE.wav ...]
// Without files: three tones, and one file. Without a device: a simulated drive with a blank CD-R, in memory.
import {
  burnAudio,
  burnData,
  driveBlocks,
  openAudioFile,
  openDrive,
  pcmTrackFromBytes,
  readMultisession,
  TrackFormats,
} from 'discwright';
import { openFileSystem, planIsoImage, treeFromFolder, walkTree } from 'discwright/image';

const [device = 'sim:', folder, ...files] = process.argv.slice(2);
const tracks =
  files.length > 0
    ? await Promise.all(files.map((file) => openAudioFile(file)))
    : [tone('A', 440, 5), tone('C', 523, 6), tone('E', 659, 5)];
const tree = folder === undefined ? oneFile('readme.txt', 'These are the lyrics.\n') : await treeFromFolder(folder);

const drive = await openDrive(device);
try {
  // Closed so that another session can follow.
  await burnAudio(drive, tracks, { ending: 'close-session' });

  // All addresses in a file system are those of the disc: it is made for the place where session 2 begins.
  const data = async ({ nextWritableLba }) => {
    const image = await planIsoImage(tree, { volumeName: 'EXTRA', startBlock: nextWritableLba });
    const { lengthBytes, repeatable } = image;
    const format = TrackFormats.mode2Form1; // CD-ROM XA, as Enhanced CDs have it
    return { name: 'session 2', lengthBytes, repeatable, format, openReader: () => image.openReader() };
  };
  await burnData(drive, data, { append: true, padBlocks: 0, verify: 'full' });

  const { lastSessionStartLba } = await readMultisession(drive);
  console.log(`Session 2 begins at LBA ${lastSessionStartLba}.`);
  const fileSystem = await openFileSystem(driveBlocks(drive), { sessionStart: lastSessionStartLba });
  for (const { path } of walkTree(await fileSystem.tree())) console.log(`${fileSystem.volumeName}: ${path}`);
} finally {
  await drive.close();
}

function oneFile(name, text) {
  const bytes = new TextEncoder().encode(text);
  const openReader = async () => {
    let at = 0;
    return {
      async read(target) {
        const part = bytes.subarray(at, at + target.length);
        target.set(part);
        at += part.length;
        return part.length;
      },
      async close() {},
    };
  };
  return { kind: 'folder', name: '', children: [{ kind: 'file', name, lengthBytes: bytes.length, openReader }] };
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
