import { expect, test } from '@jest/globals';
import { sendsData } from '../../../src/server/tcmu/direction.ts';
import { CommandRing } from '../../../src/server/tcmu/ring.ts';
import { ScsiStatus } from '../../../src/transport/sam.ts';

const RING_OFFSET = 256;
const RING_BYTES = 512;
const DATA = 1_024;

/** A mailbox as include/uapi/linux/target_core_user.h lays it out, with the kernel's side worked by hand. */
class Kernel {
  readonly memory = new Uint8Array(4_096);
  readonly #view = new DataView(this.memory.buffer);

  constructor() {
    this.#view.setUint16(0, 2, true);
    this.#view.setUint32(4, RING_OFFSET, true);
    this.#view.setUint32(8, RING_BYTES, true);
  }

  get head(): number {
    return this.#view.getUint32(12, true);
  }

  get tail(): number {
    return this.#view.getUint32(64, true);
  }

  /** Queues an entry of that many bytes and returns where it is. */
  queue(operation: number, lengthBytes: number): number {
    const entry = RING_OFFSET + this.head;
    this.#view.setUint32(entry, lengthBytes + operation, true);
    this.#view.setUint32(12, (this.head + lengthBytes) % RING_BYTES, true);
    return entry;
  }

  /** Reports that it has aborted these commands. */
  abort(ids: readonly number[]): void {
    const entry = this.queue(2, 40);
    this.#view.setUint32(entry + 12, ids.length, true);
    ids.forEach((id, index) => {
      this.#view.setUint16(entry + 32 + 2 * index, id, true);
    });
  }

  command(cdb: readonly number[], pieces: readonly (readonly [offset: number, length: number])[], id = 0): number {
    const entry = this.queue(1, 128);
    this.#view.setUint16(entry + 4, id, true);
    this.#view.setUint32(entry + 8, pieces.length, true);
    this.#view.setBigUint64(entry + 24, BigInt(entry + 96), true);
    pieces.forEach(([offset, length], index) => {
      this.#view.setBigUint64(entry + 48 + 16 * index, BigInt(offset), true);
      this.#view.setBigUint64(entry + 56 + 16 * index, BigInt(length), true);
    });
    this.memory.set(cdb, entry + 96);
    return entry;
  }
}

const INQUIRY = [0x12, 0, 0, 0, 36, 0];
const GOOD = { status: ScsiStatus.Good, sense: new Uint8Array() };

test('a command arrives as it was queued, and its data go to all its pieces', () => {
  const kernel = new Kernel();
  const ring = new CommandRing(kernel.memory, true);
  expect(ring.next()).toBeUndefined();
  const entry = kernel.command(INQUIRY, [
    [DATA, 2],
    [DATA + 100, 4],
  ]);
  const command = ring.next();
  expect(command?.cdb).toEqual(Uint8Array.from(INQUIRY));
  if (command === undefined) throw new Error('no command');
  ring.answer(command, { ...GOOD, data: Uint8Array.of(1, 2, 3, 4, 5, 6) });
  expect([...kernel.memory.subarray(DATA, DATA + 3)]).toEqual([1, 2, 0]);
  expect([...kernel.memory.subarray(DATA + 100, DATA + 105)]).toEqual([3, 4, 5, 6, 0]);
  expect(kernel.memory[entry + 7]).toBe(0);
  expect(kernel.tail).toBe(kernel.head);
  expect(ring.next()).toBeUndefined();
});

test('a short reply is reported to the kernel, and sense goes where the kernel looks for it', () => {
  const kernel = new Kernel();
  const ring = new CommandRing(kernel.memory, true);
  const short = kernel.command(INQUIRY, [[DATA, 36]]);
  const failing = kernel.command(INQUIRY, [[DATA, 36]]);
  for (const answer of [
    { ...GOOD, data: Uint8Array.of(5) },
    { status: 0x02, sense: Uint8Array.of(0x70, 0, 5), data: new Uint8Array() },
  ]) {
    const command = ring.next();
    if (command === undefined) throw new Error('no command');
    ring.answer(command, answer);
  }
  expect(kernel.memory[short + 7]).toBe(2);
  expect(new DataView(kernel.memory.buffer).getUint32(short + 12, true)).toBe(1);
  expect(kernel.memory[failing + 8]).toBe(2);
  expect([...kernel.memory.subarray(failing + 16, failing + 20)]).toEqual([0x70, 0, 5, 0]);
});

test('padding at the end of the ring is skipped, an unknown entry is marked as such', () => {
  const kernel = new Kernel();
  const ring = new CommandRing(kernel.memory, true);
  const notice = kernel.queue(3, 256);
  expect(ring.next()).toBeUndefined();
  expect(kernel.memory[notice + 7]).toBe(1);
  kernel.queue(0, RING_BYTES - 256);
  expect(kernel.command(INQUIRY, [])).toBe(RING_OFFSET);
  expect(ring.next()?.cdb).toEqual(Uint8Array.from(INQUIRY));
});

test('a command that the kernel has aborted is known by a notice after it, which is skipped once the command is answered', () => {
  const kernel = new Kernel();
  const ring = new CommandRing(kernel.memory, true);
  kernel.command(INQUIRY, [], 7);
  kernel.command(INQUIRY, [], 8);
  const command = ring.next();
  if (command === undefined) throw new Error('no command');
  expect(ring.isAborted(command)).toBe(false);
  kernel.abort([8]);
  expect(ring.isAborted(command)).toBe(false);
  kernel.abort([5, 7]);
  expect(ring.isAborted(command)).toBe(true);
  ring.answer(command, { status: 0x40, sense: new Uint8Array() });
  const next = ring.next();
  if (next === undefined) throw new Error('no second command');
  expect(next.id).toBe(8);
  expect(ring.isAborted(next)).toBe(true);
  ring.answer(next, GOOD);
  expect(ring.next()).toBeUndefined();
  expect(kernel.tail).toBe(kernel.head);
});

test('a mailbox of another version is refused', () => {
  const { memory } = new Kernel();
  memory[0] = 1;
  expect(() => new CommandRing(memory, true)).toThrow(/version 1/);
});

test.each([
  ['INQUIRY', 0x12, false],
  ['WRITE(10)', 0x2a, true],
  ['WRITE(12)', 0xaa, true],
  ['MODE SELECT(10)', 0x55, true],
  ['MODE SELECT(6)', 0x15, true],
  ['SEND CUE SHEET', 0x5d, true],
  ['READ CD', 0xbe, false],
  ['an unknown opcode', 0xd8, false],
])('%s: the direction of its data', (_name, opcode, out) => {
  expect(sendsData(opcode)).toBe(out);
});
