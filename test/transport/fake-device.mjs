// A blocking device for the device thread's tests, run inside the worker. CDB byte 0 says what it does:
// 00h GOOD, 01h sense of key CDB[1], 02h blocks for CDB[1] times 10 ms, 03h throws a plain error, 04h kills the thread,
// 05h answers with the first byte and length of data-out, 06h a TransportError with a code, 07h counts the commands so far,
// 08h long write in progress until it has been sent CDB[1] times, 09h refuses data-out that does not begin with CDB[1],
// 0Ah did not take the last CDB[1] bytes, 0Bh answers with the memory that was given for the reply.
import { TransportError } from '../../build/transport/transport-error.js';

const none = () => new Uint8Array(0);

export function openBlockingDevice(path, options) {
  if (options?.refuse) {
    throw new TransportError({
      kind: 'denied',
      path,
      operation: 'open',
      osCode: 'EACCES (13)',
      errno: 13,
      reason: 'no permission',
      remedy: 'Ask for it',
    });
  }
  if (options?.crash) process.exit(7);
  let count = 0;
  let tries = 0;
  let owner = '';
  const nap = new Int32Array(new SharedArrayBuffer(4));
  return {
    maxTransferBytes: options?.maxTransferBytes ?? 65_536,
    execute({ cdb, data }) {
      count += 1;
      const reply = (more = {}) => ({ status: 0x00, sense: none(), data: none(), ...more });
      const sense = (key, asc, ascq) =>
        reply({ status: 0x02, sense: Uint8Array.from([0x70, 0, key, 0, 0, 0, 0, 10, 0, 0, 0, 0, asc, ascq]) });
      switch (cdb[0]) {
        case 0x01:
          return sense(cdb[1], 0x24, 0);
        case 0x02:
          Atomics.wait(nap, 0, 0, cdb[1] * 10);
          return reply();
        case 0x03:
          throw new TypeError('a fault of the device');
        case 0x04:
          return process.exit(9);
        case 0x05:
          return reply({ sense: Uint8Array.from([data.bytes[0], data.bytes.length]) });
        case 0x06:
          throw new TransportError({
            kind: 'timeout',
            path,
            operation: 'SG_IO',
            osCode: 'host status 3',
            reason: 'no answer',
            remedy: 'Wait',
          });
        case 0x07:
          return reply({ data: Uint8Array.from([count, ...Buffer.from(owner)]) });
        case 0x08:
          tries += 1;
          return tries < cdb[1] ? sense(2, 4, 8) : reply();
        case 0x09:
          return data.bytes[0] === cdb[1] ? reply() : sense(5, 0x24, 0);
        case 0x0a:
          return reply({ residualBytes: cdb[1] });
        case 0x0b:
          return reply({ data: data.memory?.fill(cdb[1]) ?? none() });
        default:
          return reply();
      }
    },
    takeExclusive(name) {
      owner = name;
    },
    releaseExclusive() {
      owner = '';
    },
    close() {},
  };
}
