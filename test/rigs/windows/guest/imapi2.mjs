// Burns files through IMAPI2's classes, with or without doNotFinalizeMedia, and prints what their members return.
// node imapi2.mjs true|false FILE...
import { openAudioFile, openDrive } from 'discwright';
import { DiscRecorder2, hresultHex, ImapiError, TrackAtOnce } from 'discwright/imapi2';

const [leaveOpen, ...files] = process.argv.slice(2);
const recorder = new DiscRecorder2();
const said = {};
const nameOf = async (work) => {
  try {
    await work();
    return 'S_OK';
  } catch (error) {
    return error instanceof ImapiError ? hresultHex(error.hresult) : `${error}`;
  }
};
try {
  await recorder.initializeDiscRecorder('D:');
  said.vendor = await recorder.vendorId;
  const tao = new TrackAtOnce();
  tao.recorder = recorder;
  tao.clientName = 'Rig on Windows';
  // It cannot be set for a disc that has been written to.
  if (leaveOpen === 'true') tao.doNotFinalizeMedia = true;
  await tao.prepareMedia();
  said.whilePrepared = await nameOf(() => {
    tao.doNotFinalizeMedia = !tao.doNotFinalizeMedia;
  });
  for (const file of files) await tao.addAudioTrack(await openAudioFile(file));
  said.tracks = await tao.numberOfExistingTracks;
  said.owner = await recorder.exclusiveAccessOwner;
  // For Windows, another handle of the same program is another program.
  said.other = await nameOf(async () => {
    const other = await openDrive('D:');
    try {
      await other.exclusive('Other');
    } finally {
      await other.close();
    }
  });
  await tao.releaseMedia();
} finally {
  await recorder.close();
}
console.log(JSON.stringify(said));
