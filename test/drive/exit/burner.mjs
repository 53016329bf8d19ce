// A program that holds a drive, with WRITEs in its queue, and ends in the way that its second argument says.
import { Drive, releaseDrivesAtExit } from '../../../build/index.js';
import { DeviceThread } from '../../../build/transport/device-thread.js';

const [log, way, helper] = process.argv.slice(2);
const module = new URL('./logging-device.mjs', import.meta.url).href;
const drive = new Drive(await DeviceThread.open('/dev/fake', { module, options: { log } }));
if (helper !== 'none') releaseDrivesAtExit({ signals: helper === 'signals' });
await drive.exclusive('burner');
await drive.preventRemoval();
for (let block = 0; block < 50; block++) {
  const cdb = Uint8Array.of(0x2a, 0, 0, 0, 0, block, 0, 0, 1, 0);
  drive.transport.send({ cdb, data: { direction: 'none' }, timeoutMs: 1_000 }).catch(() => {});
}
setTimeout(() => {}, 60_000);
if (way === 'exit') process.exit(3);
if (way === 'throw')
  setImmediate(() => {
    throw new Error('a bug');
  });
if (way === 'reject') Promise.reject(new Error('a bug'));
if (way.startsWith('SIG')) process.kill(process.pid, way);
