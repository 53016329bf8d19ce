import { choice, concatBytes, struct, u8, u16, u32 } from '../codec/index.ts';
import type { WriteStatistics } from '../simulator/core.ts';
import {
  CLOCK_BOUNDS,
  clockFields,
  clockMs,
  decodeFrame,
  Magic,
  PROTOCOL_VERSION,
  U32_MAX,
  wholeMs,
  wireClock,
} from './wire.ts';

/** What a client asks of the server apart from commands. */
export const Operation = { Sleep: 1, TakeExclusive: 2, ReleaseExclusive: 3, Statistics: 4 } as const;
export type Operation = (typeof Operation)[keyof typeof Operation];

export const Outcome = { Done: 0, Busy: 1 } as const;
export type Outcome = (typeof Outcome)[keyof typeof Outcome];

/** Why the server ends a connection. */
export const Farewell = { Full: 1, MadeRoom: 2 } as const;
export type Farewell = (typeof Farewell)[keyof typeof Farewell];

const MAX_TEXT_BYTES = 255;

const controlFrame = struct(16, {
  magic: u32(0),
  version: u8(4),
  operation: choice(5, [7, 0], Operation),
  textLengthBytes: u16(6, 'bytes'),
  id: u32(8),
  milliseconds: u32(12, 'ms'),
});
export const CONTROL_BYTES = controlFrame.lengthBytes;
const CONTROL_BOUNDS = { operation: [1, 4], textLengthBytes: [0, MAX_TEXT_BYTES] } as const;

const controlReplyFrame = struct(40, {
  magic: u32(0),
  version: u8(4),
  outcome: choice(5, [7, 0], Outcome),
  textLengthBytes: u16(6, 'bytes'),
  id: u32(8),
  ...clockFields(12),
  links: u32(20),
  ruinedTracks: u32(24),
  refusedWrites: u32(28),
  lowWaterBytes: u32(32, 'bytes'),
  bufferBytes: u32(36, 'bytes'),
});
export const CONTROL_REPLY_BYTES = controlReplyFrame.lengthBytes;
const CONTROL_REPLY_BOUNDS = { outcome: [0, 1], textLengthBytes: [0, MAX_TEXT_BYTES], ...CLOCK_BOUNDS } as const;

const farewellFrame = struct(8, {
  magic: u32(0),
  version: u8(4),
  reason: choice(5, [7, 0], Farewell),
  textLengthBytes: u16(6, 'bytes'),
});
export const FAREWELL_BYTES = farewellFrame.lengthBytes;
const FAREWELL_BOUNDS = { reason: [1, 2], textLengthBytes: [0, MAX_TEXT_BYTES] } as const;

export interface Control {
  /** Repeated in the reply. */
  readonly id: number;
  readonly operation: Operation;
  /** How long to sleep in the drive's time. */
  readonly milliseconds: number;
  /** The name under which exclusive access is taken. */
  readonly text: string;
}

export interface ControlReply {
  readonly id: number;
  readonly outcome: Outcome;
  /** If it was not done: why, as half a sentence. */
  readonly text: string;
  /** The drive's time. */
  readonly nowMs: number;
  readonly statistics: WriteStatistics;
}

/** Sent instead of a greeting, or at any time later, before the server ends the connection. */
export interface WireFarewell {
  readonly reason: Farewell;
  /** As half a sentence. */
  readonly text: string;
}

export function encodeControl({ id, operation, milliseconds, text }: Control): Uint8Array<ArrayBuffer> {
  const said = encodeText(text);
  const header = controlFrame.encode({
    magic: Magic.Control,
    version: PROTOCOL_VERSION,
    operation,
    textLengthBytes: said.length,
    id,
    milliseconds: wholeMs(milliseconds),
  });
  return concatBytes([header, said]);
}

export interface ControlHeader extends Omit<Control, 'text'> {
  readonly textLengthBytes: number;
}

/** @throws ProtocolError */
export function decodeControlHeader(frame: Uint8Array): ControlHeader {
  const values = decodeFrame('a control frame', controlFrame, Magic.Control, CONTROL_BOUNDS, frame);
  const { id, operation, milliseconds, textLengthBytes } = values;
  return { id, operation, milliseconds, textLengthBytes };
}

export function encodeControlReply({ id, outcome, text, nowMs, statistics }: ControlReply): Uint8Array<ArrayBuffer> {
  const said = encodeText(text);
  const header = controlReplyFrame.encode({
    magic: Magic.ControlReply,
    version: PROTOCOL_VERSION,
    outcome,
    textLengthBytes: said.length,
    id,
    ...wireClock(nowMs),
    links: atMostU32(statistics.links),
    ruinedTracks: atMostU32(statistics.ruinedTracks),
    refusedWrites: atMostU32(statistics.refusedWrites),
    lowWaterBytes: atMostU32(statistics.lowWaterBytes),
    bufferBytes: atMostU32(statistics.bufferBytes),
  });
  return concatBytes([header, said]);
}

export interface ControlReplyHeader extends Omit<ControlReply, 'text'> {
  readonly textLengthBytes: number;
}

/** @throws ProtocolError */
export function decodeControlReplyHeader(frame: Uint8Array): ControlReplyHeader {
  const values = decodeFrame('a control reply', controlReplyFrame, Magic.ControlReply, CONTROL_REPLY_BOUNDS, frame);
  const { id, outcome, textLengthBytes, links, ruinedTracks, refusedWrites, lowWaterBytes, bufferBytes } = values;
  const statistics = { links, ruinedTracks, refusedWrites, lowWaterBytes, bufferBytes };
  return { id, outcome, textLengthBytes, nowMs: clockMs(values), statistics };
}

export function encodeFarewell({ reason, text }: WireFarewell): Uint8Array<ArrayBuffer> {
  const said = encodeText(text);
  const values = { magic: Magic.Farewell, version: PROTOCOL_VERSION, reason, textLengthBytes: said.length };
  return concatBytes([farewellFrame.encode(values), said]);
}

/** @throws ProtocolError */
export function decodeFarewellHeader(frame: Uint8Array): Pick<WireFarewell, 'reason'> & { textLengthBytes: number } {
  const values = decodeFrame('a farewell', farewellFrame, Magic.Farewell, FAREWELL_BOUNDS, frame);
  return { reason: values.reason, textLengthBytes: values.textLengthBytes };
}

const encodeText = (text: string): Uint8Array => new TextEncoder().encode(text).subarray(0, MAX_TEXT_BYTES);

export const decodeText = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

const atMostU32 = (count: number): number => Math.min(count, U32_MAX);
