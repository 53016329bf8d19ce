// Sends INQUIRY to D: in ways that Windows refuses and the transport never uses, and prints the NTSTATUS of each.
import { loadFfi } from '../node_modules/discwright/build/transport/native/load-ffi.js';
import { loadWindowsApi } from '../node_modules/discwright/build/transport/native/windows-api.js';
import { windowsSystem } from '../node_modules/discwright/build/transport/win32/system.js';

const GENERIC_READ = 0x80000000;
const GENERIC_READ_WRITE = 0xc0000000;
const SHARED = 3;
const DATA_IN = 1;
const INQUIRY_OF_36_BYTES = Uint8Array.from([0x12, 0, 0, 0, 36, 0]);
const ALIGNMENT = 16;

const api = loadWindowsApi(loadFfi());
const system = windowsSystem('D:');

function inquire(access, lengthBytes, offset) {
  const { handle } = api.createFile('\\\\.\\D:', access, SHARED);
  const memory = new Uint8Array(lengthBytes + 2 * ALIGNMENT);
  const toAligned = (ALIGNMENT - (system.addressOf(memory) % ALIGNMENT)) % ALIGNMENT;
  const data = memory.subarray(toAligned + offset, toAligned + offset + lengthBytes);
  const call = { cdb: INQUIRY_OF_36_BYTES, dataIn: DATA_IN, data, timeoutMs: 5_000 };
  try {
    const { ntStatus } = system.passThrough(handle, call);
    return { ntStatus: ntStatus.toString(16), text: Buffer.from(data.subarray(8, 16)).toString('latin1') };
  } finally {
    api.closeHandle(handle);
  }
}

console.log(
  JSON.stringify({
    good: inquire(GENERIC_READ_WRITE, 36, 0),
    readOnly: inquire(GENERIC_READ, 36, 0),
    misaligned: inquire(GENERIC_READ_WRITE, 36, 1),
    tooLong: inquire(GENERIC_READ_WRITE, 65_537, 0),
  }),
);
