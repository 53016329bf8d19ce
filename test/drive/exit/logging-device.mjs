// A blocking device for the tests of the end of a process, run in the device thread: it writes what it is asked into the
// file that its options name. WRITE(10) takes 20 ms.
import { appendFileSync } from 'node:fs';

const none = () => new Uint8Array(0);
const WRITE = 0x2a;

export function openBlockingDevice(_path, { log }) {
  const note = (text) => appendFileSync(log, `${text}\n`);
  const nap = new Int32Array(new SharedArrayBuffer(4));
  return {
    maxTransferBytes: 65_536,
    execute({ cdb }) {
      if (cdb[0] === WRITE) Atomics.wait(nap, 0, 0, 20);
      note(Buffer.from(cdb).toString('hex'));
      return { status: 0x00, sense: none(), data: none() };
    },
    takeExclusive: () => note('exclusive'),
    releaseExclusive: () => note('shared'),
    close: () => note('closed'),
  };
}
