// The same with IMAPI2's names: TrackAtOnce with doNotFinalizeMedia, its events and its HRESULTs.
//   node examples/imapi2.mjs [DEVICE]     without a device: a simulated drive with a blank CD-R, in memory
import { DiscRecorder2, HResult, ImapiError, TrackAtOnce } from 'discwright/imapi2';

const [device = 'sim:'] = process.argv.slice(2);
const recorder = new DiscRecorder2();
try {
  await recorder.initializeDiscRecorder(device);
  console.log(`${recorder.vendorId.trim()} ${recorder.productId.trim()}`);

  const tao = new TrackAtOnce();
  tao.recorder = recorder;
  tao.clientName = 'discwright example';
  tao.doNotFinalizeMedia = true; // the session stays open

  await tao.prepareMedia();
  try {
    await tao.addAudioTrack(new Uint8Array(5 * 176_400)); // five seconds of silence
    console.log(`${tao.numberOfExistingTracks} track is on the disc, ${tao.freeSectorsOnMedia} sectors are free.`);
    tao.doNotFinalizeMedia = false; // too late
  } catch (error) {
    if (!(error instanceof ImapiError) || error.hresult !== HResult.E_IMAPI_DF2TAO_MEDIA_IS_PREPARED) throw error;
    console.log(error.message);
  } finally {
    await tao.releaseMedia();
  }
} finally {
  await recorder.close();
}
