// A data burner as programs against IMAPI2 are written: burn a folder as a session, after the sessions that the disc has.
//   node examples/imapi2-data.mjs [FOLDER] [--device DEVICE]     without them: this folder, and a simulated drive with a blank CD-R
import { parseArgs } from 'node:util';
import {
  IMAPI_FORMAT2_DATA_WRITE_ACTION as Action,
  DiscFormat2Data,
  DiscRecorder2,
  FileSystemImage,
  IMAPI_BURN_VERIFICATION_LEVEL as Level,
  IMAPI_FORMAT2_DATA_MEDIA_STATE as State,
} from 'discwright/imapi2';

const { values, positionals } = parseArgs({ options: { device: { type: 'string' } }, allowPositionals: true });
const [folder = import.meta.dirname] = positionals;
const recorder = new DiscRecorder2();
await recorder.initializeDiscRecorder(values.device ?? 'sim:');

const data = new DiscFormat2Data();
data.recorder = recorder;
data.clientName = 'discwright example';
data.burnVerificationLevel = Level.IMAPI_BURN_VERIFICATION_FULL;
const blank = ((await data.currentMediaStatus) & State.IMAPI_FORMAT2_DATA_MEDIA_STATE_BLANK) !== 0;
console.log(blank ? 'The disc is blank.' : 'The disc has been written to.');

const image = new FileSystemImage();
await image.chooseImageDefaults(recorder);
if (!(await data.mediaHeuristicallyBlank)) {
  image.multisessionInterfaces = data.multisessionInterfaces;
  await image.importFileSystem(); // the files of the last session are in this one too
}
image.volumeName = 'EXAMPLE';
await image.root.addTree(folder, false);
const { imageStream, totalBlocks } = await image.createResultImage();
console.log(`${image.fileCount} files in ${totalBlocks} blocks, from LBA ${image.sessionStartBlock}.`);

const names = Object.fromEntries(Object.entries(Action).map(([name, value]) => [value, name.slice(32).toLowerCase()]));
let last;
data.on('update', (_data, { currentAction }) => {
  if (currentAction !== last) console.log(names[currentAction]);
  last = currentAction;
});
await data.write(imageStream);
console.log(`The next session begins at LBA ${await data.nextWritableAddress}.`);
await recorder.close();
