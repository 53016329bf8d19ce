import { types } from 'node:util';
import type { AnsweredReply, DataPhase } from './transport.ts';

export function dataLength(data: DataPhase): number {
  if (data.direction === 'none') return 0;
  return data.direction === 'in' ? data.lengthBytes : data.bytes.byteLength;
}

/** The memory of a data-out phase that was handed over and must be returned with the reply. */
export function handedOver(data: DataPhase): Uint8Array<ArrayBuffer> | undefined {
  return data.direction === 'out' && data.handOver === true ? (data.bytes as Uint8Array<ArrayBuffer>) : undefined;
}

/**
 * The data phase in memory that the caller can no longer change: the caller's own, detached, if it is handed over,
 * otherwise a copy.
 * @throws TypeError when memory that is handed over is shared, or larger than the view
 */
export function takeData(data: DataPhase): DataPhase {
  if (data.direction === 'in' && data.memory !== undefined) requireWhole(data.memory);
  if (data.direction !== 'out') return data;
  const { bytes } = data;
  if (data.handOver !== true) return { direction: 'out', bytes: Uint8Array.from(bytes) };
  const memory = requireWhole(bytes).buffer;
  return { direction: 'out', bytes: new Uint8Array(structuredClone(memory, { transfer: [memory] })), handOver: true };
}

/**
 * The same bytes, if they can be handed over.
 * @throws TypeError when their memory is shared, or larger than the view
 */
export function requireWhole(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  if (types.isSharedArrayBuffer(bytes.buffer) || bytes.byteLength !== bytes.buffer.byteLength) {
    throw new TypeError('bytes handed over must cover the whole of an ArrayBuffer that is not shared');
  }
  return bytes as Uint8Array<ArrayBuffer>;
}

/** How many bytes of its data phase a command did not move, as far as its reply says. */
export function missingBytes(data: DataPhase, reply: Pick<AnsweredReply, 'data' | 'residualBytes'>): number {
  const counted = reply.residualBytes ?? 0;
  return data.direction === 'in' ? Math.max(counted, data.lengthBytes - reply.data.byteLength) : counted;
}
