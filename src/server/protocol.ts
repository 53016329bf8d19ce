import { bit, bytes, choice, concatBytes, DecodeError, optional, struct, u8, u16, u32 } from '../codec/index.ts';
import { dataLength } from '../transport/data-phase.ts';
import { DriverStatus, HostStatus } from '../transport/host-status.ts';
import type { AnsweredReply, DataPhase } from '../transport/transport.ts';
import type { TransportErrorKind } from '../transport/transport-error.ts';

/** Raised for every change that an older peer would misunderstand. */
export const PROTOCOL_VERSION = 1;

/** What each frame begins with, as ASCII: `DWHI`, `DWRQ`, `DWRP`. */
const Magic = { Greeting: 0x4457_4849, Request: 0x4457_5251, Reply: 0x4457_5250 } as const;

/** The largest data phase of one command, in bytes. */
export const MAX_TRANSFER_BYTES = 1_048_576;

const MAX_CDB_BYTES = 32;
const MAX_SENSE_BYTES = 255;
export const U32_MAX = 0xffff_ffff;

const Direction = { None: 0, In: 1, Out: 2 } as const;

/** The peer does not speak this protocol, or the frame was damaged. The connection can no longer be used. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}

const greetingHeader = struct(16, {
  magic: u32(0),
  version: u8(4),
  simulated: bit(5, 0),
  maxTransferBytes: u32(8, 'bytes'),
});
export const GREETING_BYTES = greetingHeader.lengthBytes;

const requestHeader = struct(52, {
  magic: u32(0),
  version: u8(4),
  direction: choice(5, [7, 0], Direction),
  cdbLengthBytes: u8(6),
  reserved: optional(u8(7)),
  id: u32(8),
  timeoutMs: u32(12, 'ms'),
  dataLengthBytes: u32(16, 'bytes'),
  cdb: bytes(20, MAX_CDB_BYTES),
});
export const REQUEST_HEADER_BYTES = requestHeader.lengthBytes;

const replyHeader = struct(28, {
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
});
export const REPLY_HEADER_BYTES = replyHeader.lengthBytes;

/** What the server sends first. */
export interface Greeting {
  readonly simulated: boolean;
  readonly maxTransferBytes: number;
}

/** One command. */
export interface WireRequest {
  /** Repeated in the reply. */
  readonly id: number;
  readonly cdb: Uint8Array;
  readonly data: DataPhase;
  /** 0: no limit. */
  readonly timeoutMs: number;
}

/** The outcome of one command, which succeeded only if all three statuses are 0. */
export interface WireReply extends Pick<AnsweredReply, 'status' | 'sense' | 'data'> {
  readonly id: number;
  readonly hostStatus: number;
  readonly driverStatus: number;
  readonly durationMs: number;
  /** Bytes of the data phase that the drive did not transfer. */
  readonly residualBytes: number;
}

export const encodeGreeting = (greeting: Greeting): Uint8Array<ArrayBuffer> =>
  greetingHeader.encode({ magic: Magic.Greeting, version: PROTOCOL_VERSION, ...greeting });

/** @throws ProtocolError */
export function decodeGreeting(frame: Uint8Array): Greeting {
  const { magic, version, simulated, maxTransferBytes } = decode(greetingHeader, frame);
  requireOurs('greeting', magic, Magic.Greeting, version);
  return { simulated, maxTransferBytes };
}

export function encodeRequest({ id, cdb, data, timeoutMs }: WireRequest): Uint8Array<ArrayBuffer> {
  const padded = new Uint8Array(MAX_CDB_BYTES);
  padded.set(cdb);
  const header = requestHeader.encode({
    magic: Magic.Request,
    version: PROTOCOL_VERSION,
    direction: data.direction === 'in' ? Direction.In : data.direction === 'out' ? Direction.Out : Direction.None,
    cdbLengthBytes: cdb.length,
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
  const header = decode(requestHeader, frame);
  requireOurs('request', header.magic, Magic.Request, header.version);
  const { id, cdbLengthBytes, dataLengthBytes, timeoutMs } = header;
  if (header.reserved !== 0) throw new ProtocolError('a request whose byte 7 is not 0');
  if (cdbLengthBytes === 0 || cdbLengthBytes > MAX_CDB_BYTES) {
    throw new ProtocolError(`a request with a CDB of ${cdbLengthBytes} bytes`);
  }
  if (dataLengthBytes > maxDataBytes) {
    throw new ProtocolError(`a data phase of ${dataLengthBytes} bytes, more than the ${maxDataBytes} allowed`);
  }
  const direction = DIRECTIONS[header.direction];
  if (direction === undefined) throw new ProtocolError(`a request with direction ${header.direction}`);
  if (direction === 'none' && dataLengthBytes !== 0) throw new ProtocolError('data without a direction');
  return { id, cdb: header.cdb.subarray(0, cdbLengthBytes), timeoutMs, direction, dataLengthBytes };
}

const DIRECTIONS: Readonly<Record<number, DataPhase['direction']>> = {
  [Direction.None]: 'none',
  [Direction.In]: 'in',
  [Direction.Out]: 'out',
};

export function encodeReply(reply: Omit<WireReply, 'driverStatus'>): Uint8Array<ArrayBuffer> {
  const sense = reply.sense.subarray(0, MAX_SENSE_BYTES);
  const header = replyHeader.encode({
    magic: Magic.Reply,
    version: PROTOCOL_VERSION,
    status: reply.status,
    hostStatus: reply.hostStatus,
    driverStatus: sense.length > 0 ? DriverStatus.Sense : 0x00,
    id: reply.id,
    durationMs: wholeMs(reply.durationMs),
    residualBytes: reply.residualBytes,
    dataLengthBytes: reply.data.length,
    senseLengthBytes: sense.length,
  });
  return concatBytes([header, sense, reply.data]);
}

export interface ReplyHeader extends Omit<WireReply, 'sense' | 'data'> {
  readonly senseLengthBytes: number;
  readonly dataLengthBytes: number;
}

/** @throws ProtocolError */
export function decodeReplyHeader(frame: Uint8Array, maxDataBytes = MAX_TRANSFER_BYTES): ReplyHeader {
  const { magic, version, reserved, ...header } = decode(replyHeader, frame);
  requireOurs('reply', magic, Magic.Reply, version);
  if (reserved !== 0) throw new ProtocolError('a reply whose last two bytes are not 0');
  if (header.senseLengthBytes > MAX_SENSE_BYTES) throw new ProtocolError(`${header.senseLengthBytes} bytes of sense`);
  if (header.dataLengthBytes > maxDataBytes) {
    throw new ProtocolError(`${header.dataLengthBytes} bytes of data, more than the ${maxDataBytes} allowed`);
  }
  return header;
}

const wholeMs = (milliseconds: number): number => Math.min(Math.max(0, Math.ceil(milliseconds)), U32_MAX);

function decode<T>(layout: { decode(bytes: Uint8Array): T }, frame: Uint8Array): T {
  try {
    return layout.decode(frame);
  } catch (error) {
    if (error instanceof DecodeError) throw new ProtocolError(error.message);
    throw error;
  }
}

function requireOurs(frame: string, magic: number, expected: number, version: number): void {
  if (magic !== expected) throw new ProtocolError(`something other than a ${frame} of the discwright drive protocol`);
  if (version !== PROTOCOL_VERSION) {
    throw new ProtocolError(`a ${frame} of protocol version ${version}; this is version ${PROTOCOL_VERSION}`);
  }
}

const HOST_STATUSES: Readonly<Partial<Record<TransportErrorKind, HostStatus>>> = {
  timeout: HostStatus.TimeOut,
  gone: HostStatus.NoConnect,
  'not-found': HostStatus.NoConnect,
  busy: HostStatus.BusBusy,
};

/** How a failure of the connection to the drive is reported to the client. */
export const hostStatusOf = (kind: TransportErrorKind): HostStatus => HOST_STATUSES[kind] ?? HostStatus.Error;
