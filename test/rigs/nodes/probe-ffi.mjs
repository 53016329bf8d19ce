// Loads an FFI backend as a drive's thread does, makes calls that fail in different ways, and prints as JSON whether each left its own error
// code, and how long a call takes. node probe-ffi.mjs BACKEND
import { openSync } from 'node:fs';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { SG_IO, SgDirection, SgIoHeader } from '../../../build/transport/linux/sg-io-header.js';
import { loadLibc } from '../../../build/transport/native/libc.js';
import { ffiForThread, loadFfi } from '../../../build/transport/native/load-ffi.js';

const EBADF = 9;
const EINVAL = 22;
const ENOTTY = 25;
const NO_OPERATION = 0;
const ROUNDS = 7_000;
const TIMED_CALLS = 2_000;
const TIMED_FOR_MS = 600;

if (isMainThread) {
  process.env.DISCWRIGHT_FFI = process.argv[2];
  const worker = new Worker(new URL(import.meta.url), { workerData: ffiForThread() });
  worker.once('message', (answer) => {
    console.log(JSON.stringify(answer));
    process.exit(0);
  });
} else {
  parentPort.postMessage(measured(loadFfi(workerData)));
}

function measured(ffi) {
  const libc = loadLibc(ffi);
  const header = new SgIoHeader(ffi);
  const nothing = openSync('/dev/null', 'r');
  const call = {
    cdb: Uint8Array.of(0x2a, 0, 0, 0, 0, 0, 0, 0, 27, 0),
    direction: SgDirection.toDevice,
    data: new Uint8Array(27 * 2_352),
    timeoutMs: 60_000,
  };
  let right = 0;
  for (let round = 0; round < ROUNDS; round++) {
    header.write(call);
    if (libc.ioctl(-1, SG_IO, header.memory) === EBADF) right++;
    if (libc.flock(nothing, NO_OPERATION) === EINVAL) right++;
    if (libc.ioctl(nothing, SG_IO, header.memory) === ENOTTY) right++;
  }
  return {
    backend: ffi.name,
    right: right / (3 * ROUNDS),
    ioctlMicroseconds: fastest(() => libc.ioctl(-1, SG_IO, header.memory)),
    requestMicroseconds: fastest(() => {
      header.write(call);
      libc.ioctl(-1, SG_IO, header.memory);
      header.read();
    }),
  };
}

/** Microseconds of one call, in the fastest of many rounds. */
function fastest(work) {
  let best = Number.POSITIVE_INFINITY;
  for (const until = performance.now() + TIMED_FOR_MS; performance.now() < until; ) {
    const began = performance.now();
    for (let count = 0; count < TIMED_CALLS; count++) work();
    best = Math.min(best, (performance.now() - began) / TIMED_CALLS);
  }
  return Number((best * 1_000).toFixed(2));
}
