// An audio burner as programs against IMAPI2 are written: list the drives, choose one, burn sound files track by track.
//   node examples/imapi2-audio.mjs [FILE...] [--device DEVICE]     without them: silence, and a simulated drive with a blank CD-R
import { parseArgs } from 'node:util';
import { openAudioFile } from 'discwright';
import { IMAPI_FORMAT2_TAO_WRITE_ACTION as Action, DiscMaster2, DiscRecorder2, TrackAtOnce } from 'discwright/imapi2';

const { values, positionals: files } = parseArgs({ options: { device: { type: 'string' } }, allowPositionals: true });
const master = new DiscMaster2({ simulated: ['sim:'] });
const recorder = new DiscRecorder2();
await recorder.initializeDiscRecorder(values.device ?? (await master.item((await master.count) - 1)));
console.log(`${recorder.vendorId} ${recorder.productId}`);

const tao = new TrackAtOnce();
tao.recorder = recorder;
tao.clientName = 'discwright example';
if (!(await tao.isCurrentMediaSupported(recorder))) throw new Error('insert a blank CD-R or CD-RW');
tao.on('update', (_tao, { currentAction, currentTrackNumber, lastWrittenLba, startLba, sectorCount }) => {
  if (currentAction !== Action.IMAPI_FORMAT2_TAO_WRITE_ACTION_WRITING) return;
  console.log(`track ${currentTrackNumber}: ${Math.round((100 * (lastWrittenLba - startLba)) / sectorCount)} %`);
});

const tracks = files.length === 0 ? [new Uint8Array(5 * 176_400), new Uint8Array(6 * 176_400)] : [];
for (const file of files) tracks.push(await openAudioFile(file)); // every file is checked before the disc is touched
await tao.prepareMedia();
try {
  for (const track of tracks) await tao.addAudioTrack(track);
} finally {
  await tao.releaseMedia(); // closes the session: the disc plays
}
console.log(`${tracks.length} tracks are on the disc.`);
await recorder.ejectMedia();
await recorder.close();
