import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  type Control,
  encodeControl,
  encodeControlReply,
  encodeFarewell,
  Farewell,
  Operation,
  Outcome,
} from '../../src/server/control.ts';
import { clientFrames, serverFrames } from '../../src/server/frames.ts';
import {
  decodeRequestHeader,
  encodeGreeting,
  encodeReply,
  encodeRequest,
  MAX_TRANSFER_BYTES,
  REQUEST_HEADER_BYTES,
  type WireRequest,
} from '../../src/server/protocol.ts';
import { ProtocolError } from '../../src/server/wire.ts';

const u32 = fc.integer({ min: 0, max: 0xffff_ffff });
const byte = fc.integer({ min: 0, max: 255 });

const requests: fc.Arbitrary<WireRequest> = fc.record({
  id: u32,
  cdb: fc.uint8Array({ minLength: 1, maxLength: 32 }),
  timeoutMs: u32,
  sharesClock: fc.boolean(),
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
          const expected = sent.map((request) => ({ frame: 'command', ...request }));
          expect(await all(clientFrames(inPieces(stream, pieceBytes)))).toEqual(expected);
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
      sharesClock: false,
      data: { direction: 'out', bytes: new Uint8Array(9) },
    };
    const frame = encodeRequest(request as WireRequest);
    for (let length = 0; length < frame.length; length++) {
      expect(await all(clientFrames(inPieces(frame.subarray(0, length), 10)))).toEqual([]);
    }
  });

  test('any bytes at all are requests or a ProtocolError', async () => {
    const valid = encodeRequest({
      id: 1,
      cdb: new Uint8Array(12),
      timeoutMs: 1,
      sharesClock: false,
      data: { direction: 'none' },
    });
    const almost = fc.tuple(fc.nat(valid.length - 1), byte).map(([at, value]) => valid.with(at, value));
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 200 }), almost), async (bytes) => {
        try {
          for (const request of await all(clientFrames(inPieces(bytes, 64)))) {
            if (request.frame === 'command') expect(request.cdb.length).toBeGreaterThan(0);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(ProtocolError);
        }
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['another magic', 0, 0x00, /protocol/],
    ['another version', 4, 1, /protocol version 1; this is version 2/],
    ['an unknown direction', 5, 3, /direction 3/],
    ['no CDB', 6, 0, /cdb length bytes 0, which must be 1 to 32/],
    ['a CDB that is too long', 6, 33, /cdb length bytes 33/],
    ['a reserved bit', 7, 2, /reserved 1, which must be 0/],
    ['data without a direction', 19, 1, /without a direction/],
    ['more data than allowed', 16, 0xff, /more than the 1048576 allowed/],
  ])('%s is refused', (_what, at, value, message) => {
    const frame = encodeRequest({
      id: 1,
      cdb: new Uint8Array(6),
      timeoutMs: 1,
      sharesClock: false,
      data: { direction: 'none' },
    });
    expect(() => decodeRequestHeader(frame.with(at, value))).toThrow(message);
  });

  // Copied from docs/serve.md, not from the encoder.
  test('have the documented layout', () => {
    const cdb = Uint8Array.of(0x12, 0, 0, 0, 36, 0);
    const data = { direction: 'in', lengthBytes: 36 } as const;
    const frame = encodeRequest({ id: 0x01020304, cdb, timeoutMs: 5_000, sharesClock: true, data });
    expect(frame.length).toBe(REQUEST_HEADER_BYTES);
    expect(Buffer.from(frame).toString('hex')).toBe(
      `44575251 02 01 06 01 01020304 00001388 00000024 120000002400${'00'.repeat(26)}`.replaceAll(' ', ''),
    );
  });
});

/** Times as a frame holds them: whole microseconds. */
const clockTimes = fc.integer({ min: 0, max: 4_000_000_000_000 }).map((microseconds) => microseconds / 1_000);

describe('control frames', () => {
  const controls: fc.Arbitrary<Control> = fc.record({
    id: u32,
    operation: fc.constantFrom(...Object.values(Operation)),
    milliseconds: u32,
    text: fc.string({ maxLength: 63 }),
  });

  test('arrive as they were sent, among commands', async () => {
    await fc.assert(
      fc.asyncProperty(controls, requests, fc.integer({ min: 1, max: 50 }), async (control, request, pieceBytes) => {
        const stream = joined([encodeControl(control), encodeRequest(request), encodeControl(control)]);
        expect(await all(clientFrames(inPieces(stream, pieceBytes)))).toEqual([
          { frame: 'control', ...control },
          { frame: 'command', ...request },
          { frame: 'control', ...control },
        ]);
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    ['an unknown operation', 5, 9, /operation 9, which must be 1 to 4/],
    ['a text that is too long', 6, 1, /text length bytes 256, which must be 0 to 255/],
  ])('%s is refused', async (_what, at, value, message) => {
    const frame = encodeControl({ id: 1, operation: Operation.Sleep, milliseconds: 5, text: '' });
    await expect(all(clientFrames(inPieces(frame.with(at, value), 9)))).rejects.toThrow(message);
  });

  // Copied from docs/serve.md, not from the encoder.
  test('have the documented layout', () => {
    const frame = encodeControl({ id: 0x01020304, operation: Operation.TakeExclusive, milliseconds: 0, text: 'me' });
    expect(Buffer.from(frame).toString('hex')).toBe('44574354020200020102030400000000' + '6d65');
  });
});

describe('replies', () => {
  const greeting = { simulated: true, virtualTime: true, maxTransferBytes: 65_536, nowMs: 1_234.567 };

  test('arrive as they were sent', async () => {
    const replies = fc.record({
      id: u32,
      status: byte,
      hostStatus: byte,
      sense: fc.uint8Array({ maxLength: 64 }),
      data: fc.uint8Array({ maxLength: 300 }),
      durationMs: u32,
      residualBytes: fc.integer({ min: 0, max: MAX_TRANSFER_BYTES }),
      nowMs: clockTimes,
    });
    const statistics = fc.record({
      links: u32,
      ruinedTracks: u32,
      refusedWrites: u32,
      lowWaterBytes: u32,
      bufferBytes: u32,
    });
    const controlReplies = fc.record({
      id: u32,
      outcome: fc.constantFrom(...Object.values(Outcome)),
      text: fc.string({ maxLength: 60 }),
      nowMs: clockTimes,
      statistics,
    });
    const pieces = fc.integer({ min: 1, max: 100 });
    await fc.assert(
      fc.asyncProperty(replies, controlReplies, pieces, async (reply, controlReply, pieceBytes) => {
        const farewell = { reason: Farewell.MadeRoom, text: 'more programs came' };
        const stream = joined([
          encodeGreeting(greeting),
          encodeReply(reply),
          encodeControlReply(controlReply),
          encodeFarewell(farewell),
        ]);
        expect(await all(serverFrames(inPieces(stream, pieceBytes)))).toEqual([
          { frame: 'greeting', ...greeting },
          { frame: 'reply', ...reply, driverStatus: reply.sense.length > 0 ? 8 : 0 },
          { frame: 'control-reply', ...controlReply },
          { frame: 'farewell', ...farewell },
        ]);
      }),
      { numRuns: 60 },
    );
  });

  test('of any bytes at all are replies, nothing or a ProtocolError', async () => {
    const valid = encodeGreeting(greeting);
    const almost = fc.tuple(fc.nat(valid.length - 1), byte).map(([at, value]) => valid.with(at, value));
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 200 }), almost), async (bytes) => {
        await all(serverFrames(inPieces(bytes, 32))).catch((error: unknown) =>
          expect(error).toBeInstanceOf(ProtocolError),
        );
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['a greeting with transfers of 0 bytes', encodeGreeting(greeting).fill(0, 8, 12), /max transfer bytes 0/],
    ['a greeting with huge transfers', encodeGreeting(greeting).fill(0xff, 8, 12), /max transfer bytes 4294967295/],
    [
      'a greeting with an impossible time',
      encodeGreeting(greeting).fill(0xff, 16, 20),
      /clock microseconds 4294967295/,
    ],
  ])('%s is refused', async (_what, frame, message) => {
    await expect(all(serverFrames(inPieces(frame, 100)))).rejects.toThrow(message);
  });
});
