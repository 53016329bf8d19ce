import { bit, bits, bytes, choice, concatBytes, optional, struct, u8, u16, u32 } from '../codec/index.ts';
import { dataLength } from '../transport/data-phase.ts';
import { DriverStatus, HostStatus } from '../transport/host-status.ts';
import type { AnsweredReply, DataPhase } from '../transport/transport.ts';
import type { TransportErrorKind } from '../transport/transport-error.ts';
import {
  CLOCK_BOUNDS,
  clockFields,
  clockMs,
  decodeFrame,
  Magic,
  PROTOCOL_VERSION,
  ProtocolError,
  U32_MAX,
  wholeMs,
  wireClock,
} from './wire.ts';

/** The largest data phase of one command, in bytes. */
export const MAX_TRANSFER_BYTES = 1_048_576;

const MAX_CDB_BYTES = 32;
const MAX_SENSE_BYTES = 255;

const Direction = { None: 0, In: 1, Out: 2 } as const;

const greetingFrame = struct(24, {
  magic: u32(0),
  version: u8(4),
  simulated: bit(5, 0),
  virtualTime: bit(5, 1),
  maxTransferBytes: u32(8, 'bytes'),
  ...clockFields(12),
});
export const GREETING_BYTES = greetingFrame.lengthBytes;
const GREETING_BOUNDS = { maxTransferBytes: [1, MAX_TRANSFER_BYTES], ...CLOCK_BOUNDS } as const;

const requestHeader = struct(52, {
  magic: u32(0),
  version: u8(4),
  direction: choice(5, [7, 0], Direction),
  cdbLengthBytes: u8(6),
  reserved: optional(bits(7, [7, 1])),
  sharesClock: bit(7, 0),
  id: u32(8),
  timeoutMs: u32(12, 'ms'),
  dataLengthBytes: u32(16, 'bytes'),
  cdb: bytes(20, MAX_CDB_BYTES),
});
export const REQUEST_HEADER_BYTES = requestHeader.lengthBytes;
const REQUEST_BOUNDS = { direction: [0, 2], cdbLengthBytes: [1, MAX_CDB_BYTES], reserved: [0, 0] } as const;

const replyHeader = struct(36, {
  magic: u32(0),
  version: u8(4),
  status: u8(5),
  hostStatus: u8(6),
  driverStatus: u8(7),
  id: u32(8),
  durationMs: u32(12, 'ms'),
  residualBytes: u32(16, 'bytes'),
  dataLengthBytes: u32(20, 'bytes'),
  senseLengthBytes: u16(24, 'bytes'),
  reserved: optional(u16(26)),
  ...clockFields(28),
});
export const REPLY_HEADER_BYTES = replyHeader.lengthBytes;
const REPLY_BOUNDS = {
  senseLengthBytes: [0, MAX_SENSE_BYTES],
  residualBytes: [0, MAX_TRANSFER_BYTES],
  reserved: [0, 0],
  ...CLOCK_BOUNDS,
} as const;

/** What the server sends first. */
export interface Greeting {
  readonly simulated: boolean;
  /** The drive's time passes only when somebody waits for it: a client waits by a control frame. */
  readonly virtualTime: boolean;
  readonly maxTransferBytes: number;
  /** The drive's time. */
  readonly nowMs: number;
}

/** One command. */
export interface WireRequest {
  /** Repeated in the reply. */
  readonly id: number;
  readonly cdb: Uint8Array;
  readonly data: DataPhase;
  /** 0: no limit. */
  readonly timeoutMs: number;
  /** The program waits in the drive's time: nobody needs to let time pass for it. */
  readonly sharesClock: boolean;
}

/** The outcome of one command, which succeeded only if all three statuses are 0. */
export interface WireReply extends Pick<AnsweredReply, 'status' | 'sense' | 'data'> {
  readonly id: number;
  readonly hostStatus: number;
  readonly driverStatus: number;
  readonly durationMs: number;
  /** Bytes of the data phase that the drive did not transfer. */
  readonly residualBytes: number;
  /** The drive's time. */
  readonly nowMs: number;
}

export const encodeGreeting = ({ nowMs, ...greeting }: Greeting): Uint8Array<ArrayBuffer> =>
  greetingFrame.encode({
    magic: Magic.Greeting,
    version: PROTOCOL_VERSION,
    ...greeting,
    ...wireClock(nowMs),
  });

/** @throws ProtocolError */
export function decodeGreeting(frame: Uint8Array): Greeting {
  const values = decodeFrame('a greeting', greetingFrame, Magic.Greeting, GREETING_BOUNDS, frame);
  const { simulated, virtualTime, maxTransferBytes } = values;
  return { simulated, virtualTime, maxTransferBytes, nowMs: clockMs(values) };
}

export function encodeRequest({ id, cdb, data, timeoutMs, sharesClock }: WireRequest): Uint8Array<ArrayBuffer> {
  const padded = new Uint8Array(MAX_CDB_BYTES);
  padded.set(cdb);
  const header = requestHeader.encode({
    magic: Magic.Request,
    version: PROTOCOL_VERSION,
    direction: data.direction === 'in' ? Direction.In : data.direction === 'out' ? Direction.Out : Direction.None,
    cdbLengthBytes: cdb.length,
    sharesClock,
    id,
    timeoutMs: wholeMs(timeoutMs),
    dataLengthBytes: dataLength(data),
    cdb: padded,
  });
  return data.direction === 'out' ? concatBytes([header, data.bytes]) : header;
}

export interface RequestHeader extends Omit<WireRequest, 'data'> {
  readonly direction: DataPhase['direction'];
  readonly dataLengthBytes: number;
}

/**
 * @param maxDataBytes a request that announces a longer data phase is refused before memory is reserved for it
 * @throws ProtocolError
 */
export function decodeRequestHeader(frame: Uint8Array, maxDataBytes = MAX_TRANSFER_BYTES): RequestHeader {
  const header = decodeFrame('a request', requestHeader, Magic.Request, REQUEST_BOUNDS, frame);
  const { id, cdbLengthBytes, dataLengthBytes, timeoutMs, sharesClock } = header;
  requireAtMost(dataLengthBytes, maxDataBytes);
  const direction = DIRECTIONS[header.direction];
  if (direction === 'none' && dataLengthBytes !== 0) throw new ProtocolError('data without a direction');
  return { id, cdb: header.cdb.subarray(0, cdbLengthBytes), timeoutMs, sharesClock, direction, dataLengthBytes };
}

const DIRECTIONS = { [Direction.None]: 'none', [Direction.In]: 'in', [Direction.Out]: 'out' } as const;

function requireAtMost(dataLengthBytes: number, maxDataBytes: number): void {
  if (dataLengthBytes <= maxDataBytes) return;
  throw new ProtocolError(`a data phase of ${dataLengthBytes} bytes, more than the ${maxDataBytes} allowed`);
}

export function encodeReply({ nowMs, ...reply }: Omit<WireReply, 'driverStatus'>): Uint8Array<ArrayBuffer> {
  const sense = reply.sense.subarray(0, MAX_SENSE_BYTES);
  const header = replyHeader.encode({
    magic: Magic.Reply,
    version: PROTOCOL_VERSION,
    status: reply.status,
    hostStatus: reply.hostStatus,
    driverStatus: sense.length > 0 ? DriverStatus.Sense : 0x00,
    id: reply.id,
    durationMs: wholeMs(reply.durationMs),
    residualBytes: Math.min(reply.residualBytes, U32_MAX),
    dataLengthBytes: reply.data.length,
    senseLengthBytes: sense.length,
    ...wireClock(nowMs),
  });
  return concatBytes([header, sense, reply.data]);
}

export interface ReplyHeader extends Omit<WireReply, 'sense' | 'data'> {
  readonly senseLengthBytes: number;
  readonly dataLengthBytes: number;
}

/** @throws ProtocolError */
export function decodeReplyHeader(frame: Uint8Array, maxDataBytes = MAX_TRANSFER_BYTES): ReplyHeader {
  const values = decodeFrame('a reply', replyHeader, Magic.Reply, REPLY_BOUNDS, frame);
  const { magic: _magic, version: _version, reserved: _reserved, ...rest } = values;
  const { clockSeconds: _seconds, clockMicroseconds: _microseconds, ...header } = rest;
  requireAtMost(header.dataLengthBytes, maxDataBytes);
  return { ...header, nowMs: clockMs(values) };
}

const HOST_STATUSES: Readonly<Partial<Record<TransportErrorKind, HostStatus>>> = {
  timeout: HostStatus.TimeOut,
  gone: HostStatus.NoConnect,
  'not-found': HostStatus.NoConnect,
  busy: HostStatus.BusBusy,
};

/** How a failure of the connection to the drive is reported to the client. */
export const hostStatusOf = (kind: TransportErrorKind): HostStatus => HOST_STATUSES[kind] ?? HostStatus.Error;
