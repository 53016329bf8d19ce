import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ReplyReader, requestsOf } from '../../src/server/frames.ts';
import {
  decodeRequestHeader,
  encodeGreeting,
  encodeReply,
  encodeRequest,
  MAX_TRANSFER_BYTES,
  ProtocolError,
  REQUEST_HEADER_BYTES,
  type WireRequest,
} from '../../src/server/protocol.ts';

const u32 = fc.integer({ min: 0, max: 0xffff_ffff });
const byte = fc.integer({ min: 0, max: 255 });

const requests: fc.Arbitrary<WireRequest> = fc.record({
  id: u32,
  cdb: fc.uint8Array({ minLength: 1, maxLength: 32 }),
  timeoutMs: u32,
  data: fc.oneof(
    fc.constant({ direction: 'none' as const }),
    fc.record({ direction: fc.constant('in' as const), lengthBytes: fc.integer({ min: 0, max: MAX_TRANSFER_BYTES }) }),
    fc.record({ direction: fc.constant('out' as const), bytes: fc.uint8Array({ maxLength: 300 }) }),
  ),
});

/** The bytes in pieces, as a socket may deliver them. */
async function* inPieces(bytes: Uint8Array, pieceBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

const joined = (frames: readonly Uint8Array[]): Uint8Array => Uint8Array.from(Buffer.concat(frames));

describe('requests', () => {
  test('arrive as they were sent, however the stream is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(requests, { maxLength: 5 }),
        fc.integer({ min: 1, max: 200 }),
        async (sent, pieceBytes) => {
          const stream = joined(sent.map(encodeRequest));
          expect(await all(requestsOf(inPieces(stream, pieceBytes)))).toEqual(sent);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('cut off anywhere are neither requests nor an error', async () => {
    const request = {
      id: 7,
      cdb: Uint8Array.of(0x2a, 0),
      timeoutMs: 1,
      data: { direction: 'out', bytes: new Uint8Array(9) },
    };
    const frame = encodeRequest(request as WireRequest);
    for (let length = 0; length < frame.length; length++) {
      expect(await all(requestsOf(inPieces(frame.subarray(0, length), 10)))).toEqual([]);
    }
  });

  test('any bytes at all are requests or a ProtocolError', async () => {
    const valid = encodeRequest({ id: 1, cdb: new Uint8Array(12), timeoutMs: 1, data: { direction: 'none' } });
    const almost = fc.tuple(fc.nat(valid.length - 1), byte).map(([at, value]) => valid.with(at, value));
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 200 }), almost), async (bytes) => {
        try {
          for (const { cdb } of await all(requestsOf(inPieces(bytes, 64)))) expect(cdb.length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
        }
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['another magic', 0, 0x00, /protocol/],
    ['another version', 4, 2, /version 2/],
    ['an unknown direction', 5, 3, /direction 3/],
    ['no CDB', 6, 0, /CDB of 0 bytes/],
    ['a CDB that is too long', 6, 33, /CDB of 33 bytes/],
    ['a reserved byte', 7, 1, /byte 7/],
    ['data without a direction', 19, 1, /without a direction/],
    ['more data than allowed', 16, 0xff, /more than the 1048576 allowed/],
  ])('%s is refused', (_what, at, value, message) => {
    const frame = encodeRequest({ id: 1, cdb: new Uint8Array(6), timeoutMs: 1, data: { direction: 'none' } });
    expect(() => decodeRequestHeader(frame.with(at, value))).toThrow(message);
  });

  // Copied from docs/serve.md, not from the encoder.
  test('have the documented layout', () => {
    const cdb = Uint8Array.of(0x12, 0, 0, 0, 36, 0);
    const frame = encodeRequest({ id: 0x01020304, cdb, timeoutMs: 5_000, data: { direction: 'in', lengthBytes: 36 } });
    expect(frame.length).toBe(REQUEST_HEADER_BYTES);
    expect(Buffer.from(frame).toString('hex')).toBe(
      `44575251 01 01 06 00 01020304 00001388 00000024 120000002400${'00'.repeat(26)}`.replaceAll(' ', ''),
    );
  });
});

describe('replies', () => {
  test('arrive as they were sent', async () => {
    const replies = fc.record({
      id: u32,
      status: byte,
      hostStatus: byte,
      sense: fc.uint8Array({ maxLength: 64 }),
      data: fc.uint8Array({ maxLength: 300 }),
      durationMs: u32,
      residualBytes: u32,
    });
    await fc.assert(
      fc.asyncProperty(replies, fc.integer({ min: 1, max: 100 }), async (sent, pieceBytes) => {
        const greeting = { simulated: true, maxTransferBytes: 65_536 };
        const stream = joined([encodeGreeting(greeting), encodeReply(sent)]);
        const reader = new ReplyReader(inPieces(stream, pieceBytes));
        expect(await reader.greeting()).toEqual(greeting);
        expect(await reader.reply()).toEqual({ ...sent, driverStatus: sent.sense.length > 0 ? 8 : 0 });
        expect(await reader.reply()).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });

  test('of any bytes at all are replies, nothing or a ProtocolError', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
        const reader = new ReplyReader(inPieces(bytes, 32));
        await reader.greeting().catch((error: unknown) => expect(error).toBeInstanceOf(ProtocolError));
        await reader.reply().catch((error: unknown) => expect(error).toBeInstanceOf(ProtocolError));
      }),
      { numRuns: 200 },
    );
  });
});
