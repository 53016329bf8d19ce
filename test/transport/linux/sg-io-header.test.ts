import { expect, test } from '@jest/globals';
import { SgIoHeader } from '../../../src/transport/linux/sg-io-header.ts';
import { loadFfi } from '../../../src/transport/native/load-ffi.ts';

const ffi = loadFfi();

test('writes a command and reads its answer', () => {
  const header = new SgIoHeader(ffi);
  const data = new Uint8Array(96);
  header.write({ cdb: Uint8Array.from([0x12, 0, 0, 0, 96, 0]), direction: -3, data, timeoutMs: 1500.2 });
  const { memory } = header;
  const start = ffi.addressOf(memory);
  expect(memory.readInt32LE(0)).toBe(0x53);
  expect(memory.readInt32LE(4)).toBe(-3);
  expect([memory[8], memory.readUInt32LE(12), memory.readUInt32LE(40)]).toEqual([6, 96, 1501]);
  expect(memory.readBigUInt64LE(16)).toBe(ffi.addressOf(data));
  const at = (pointerAt: number): number => Number(memory.readBigUInt64LE(pointerAt) - start);
  expect([...memory.subarray(at(24), at(24) + 6)]).toEqual([0x12, 0, 0, 0, 96, 0]);
  memory[64] = 2;
  memory[67] = 3;
  memory.writeUInt16LE(7, 68);
  memory.writeUInt16LE(8, 70);
  memory.writeInt32LE(4_704, 72);
  memory.writeUInt32LE(1_234, 76);
  memory.set([0x70, 0, 6], at(32));
  const sense = Uint8Array.from([0x70, 0, 6]);
  expect(header.read()).toEqual({
    status: 0x02,
    hostStatus: 0x07,
    driverStatus: 0x08,
    sense,
    residualBytes: 4_704,
    durationMs: 1_234,
  });
});

test('forgets the answer to the previous command, and has no pointer where there is no data', () => {
  const header = new SgIoHeader(ffi);
  const call = { cdb: new Uint8Array(6), direction: -1, data: new Uint8Array(0), timeoutMs: 1 } as const;
  header.write(call);
  header.memory[64] = 2;
  header.memory[67] = 18;
  header.write(call);
  const clean = { status: 0x00, hostStatus: 0x00, driverStatus: 0x00, residualBytes: 0, durationMs: 0 };
  expect(header.read()).toEqual({ ...clean, sense: new Uint8Array(0) });
  expect(header.memory.readBigUInt64LE(16)).toBe(0n);
});
