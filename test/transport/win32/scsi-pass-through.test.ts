import { describe, expect, test } from '@jest/globals';
import { loadFfi } from '../../../src/transport/native/load-ffi.ts';
import { PassThroughBlock, SptDataIn } from '../../../src/transport/win32/scsi-pass-through.ts';

const ffi = loadFfi();
describe('a request block', () => {
  const block = new PassThroughBlock(ffi);
  const data = new Uint8Array(96);
  const cdb = Uint8Array.from([0x12, 0, 0, 0, 96, 0]);

  test('carries the command, with its time-out rounded up to seconds', () => {
    block.write({ cdb, dataIn: SptDataIn.in, data, timeoutMs: 1001 });
    const { memory } = block;
    expect(memory.readUInt16LE(0)).toBe(56);
    expect([memory[6], memory[7], memory[8]]).toEqual([6, 32, 1]);
    expect([memory.readUInt32LE(12), memory.readUInt32LE(16), memory.readUInt32LE(32)]).toEqual([96, 2, 60]);
    expect(memory.readBigUInt64LE(24)).toBe(ffi.addressOf(data));
    expect([...memory.subarray(36, 52)]).toEqual([...cdb, ...Array(10).fill(0)]);
  });

  test('returns how much was transferred: the length that Windows has written over ours', () => {
    block.write({ cdb, dataIn: SptDataIn.in, data, timeoutMs: 1 });
    block.memory.writeUInt32LE(36, 12);
    expect(block.read().transferredBytes).toBe(36);
  });

  test('returns sense data by the length inside it, and only with a status', () => {
    block.write({ cdb, dataIn: SptDataIn.unspecified, data: new Uint8Array(0), timeoutMs: 1 });
    expect(block.memory.readBigUInt64LE(24)).toBe(0n);
    expect(block.read()).toEqual({ status: 0x00, sense: new Uint8Array(0), transferredBytes: 0 });
    block.memory[2] = 2;
    expect(block.read()).toEqual({ status: 0x02, sense: new Uint8Array(0), transferredBytes: 0 });
    block.memory.set([0x70, 0, 5, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0x24], 60);
    expect(block.read().sense).toHaveLength(18);
    block.memory[67] = 255;
    expect(block.read().sense).toHaveLength(32);
  });
});
