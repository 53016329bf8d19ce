// A data burner as programs against IMAPI2 are written: burn an ISO image as a session, and leave the disc open for the next.
//   node examples/imapi2-data.mjs [IMAGE] [--device DEVICE]     without them: zeros, and a simulated drive with a blank CD-R
import { openAsBlob } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  IMAPI_FORMAT2_DATA_WRITE_ACTION as Action,
  DiscFormat2Data,
  DiscRecorder2,
  IMAPI_BURN_VERIFICATION_LEVEL as Level,
  IMAPI_FORMAT2_DATA_MEDIA_STATE as State,
} from 'discwright/imapi2';

const { values, positionals } = parseArgs({ options: { device: { type: 'string' } }, allowPositionals: true });
const [image] = positionals;
const recorder = new DiscRecorder2();
await recorder.initializeDiscRecorder(values.device ?? 'sim:');

const data = new DiscFormat2Data();
data.recorder = recorder;
data.clientName = 'discwright example';
data.forceMediaToBeClosed = false;
data.burnVerificationLevel = Level.IMAPI_BURN_VERIFICATION_FULL;
const status = await data.currentMediaStatus;
console.log(
  status & State.IMAPI_FORMAT2_DATA_MEDIA_STATE_BLANK ? 'The disc is blank.' : 'The disc has been written to.',
);
console.log(
  `The image begins at LBA ${await data.nextWritableAddress}; ${await data.freeSectorsOnMedia} sectors are free.`,
);

const names = Object.fromEntries(Object.entries(Action).map(([name, value]) => [value, name.slice(32).toLowerCase()]));
let last;
data.on('update', (_data, { currentAction }) => {
  if (currentAction !== last) console.log(names[currentAction]);
  last = currentAction;
});
await data.write(image === undefined ? new Uint8Array(300 * 2_048) : await openAsBlob(image));
console.log(`The next session begins at LBA ${await data.nextWritableAddress}.`);
await recorder.close();
