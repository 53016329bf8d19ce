// An eraser as programs against IMAPI2 are written.
//   node examples/imapi2-erase.mjs [--full] [--device DEVICE]     without a device: a simulated drive with a CD-RW, in memory
import { parseArgs } from 'node:util';
import { DiscFormat2Erase, DiscRecorder2, HResult, ImapiError } from 'discwright/imapi2';

const { values } = parseArgs({ options: { device: { type: 'string' }, full: { type: 'boolean', default: false } } });
const recorder = new DiscRecorder2();
await recorder.initializeDiscRecorder(values.device ?? 'sim:?medium=CD-RW');

const eraser = new DiscFormat2Erase();
eraser.recorder = recorder;
eraser.clientName = 'discwright example';
eraser.fullErase = values.full;
eraser.on('update', (_eraser, elapsed, total) => console.log(`${elapsed} of about ${total} s`));
try {
  await eraser.eraseMedia();
  console.log((await eraser.mediaPhysicallyBlank) ? 'The disc is blank.' : 'The disc is not blank.');
} catch (error) {
  if (!(error instanceof ImapiError) || error.hresult !== HResult.E_IMAPI_ERASE_MEDIA_IS_NOT_SUPPORTED) throw error;
  console.log('This is not a CD-RW.');
} finally {
  await recorder.close();
}
