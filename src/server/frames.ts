import { concatBytes } from '../codec/index.ts';
import type { DataPhase } from '../transport/transport.ts';
import { ByteReader } from './byte-reader.ts';
import {
  CONTROL_BYTES,
  CONTROL_REPLY_BYTES,
  type Control,
  type ControlReply,
  decodeControlHeader,
  decodeControlReplyHeader,
  decodeFarewellHeader,
  decodeText,
  FAREWELL_BYTES,
  type WireFarewell,
} from './control.ts';
import {
  decodeGreeting,
  decodeReplyHeader,
  decodeRequestHeader,
  GREETING_BYTES,
  type Greeting,
  MAX_TRANSFER_BYTES,
  REPLY_HEADER_BYTES,
  REQUEST_HEADER_BYTES,
  type WireReply,
  type WireRequest,
} from './protocol.ts';
import { MAGIC_BYTES, Magic, magicOf } from './wire.ts';

/** What a client sends. */
export type ClientFrame = ({ readonly frame: 'command' } & WireRequest) | ({ readonly frame: 'control' } & Control);

/** What a server sends. */
export type ServerFrame =
  | ({ readonly frame: 'greeting' } & Greeting)
  | ({ readonly frame: 'reply' } & WireReply)
  | ({ readonly frame: 'control-reply' } & ControlReply)
  | ({ readonly frame: 'farewell' } & WireFarewell);

/**
 * What a client sends, in order. Ends with the stream, even in the middle of a frame.
 * @throws ProtocolError at the first frame that breaks the protocol
 */
export async function* clientFrames(
  chunks: AsyncIterable<Uint8Array>,
  maxDataBytes = MAX_TRANSFER_BYTES,
): AsyncGenerator<ClientFrame, void> {
  const reader = new ByteReader(chunks);
  for (;;) {
    const magic = await reader.take(MAGIC_BYTES);
    if (magic === undefined) return;
    const control = magicOf('a request', [Magic.Request, Magic.Control], magic) === Magic.Control;
    const next = control ? await controlOf(reader, magic) : await requestOf(reader, magic, maxDataBytes);
    if (next === undefined) return;
    yield next;
  }
}

async function requestOf(
  reader: ByteReader,
  magic: Uint8Array,
  maxDataBytes: number,
): Promise<ClientFrame | undefined> {
  const frame = await rest(reader, magic, REQUEST_HEADER_BYTES);
  if (frame === undefined) return undefined;
  const { direction, dataLengthBytes, ...header } = decodeRequestHeader(frame, maxDataBytes);
  let data: DataPhase = { direction: 'none' };
  if (direction === 'in') data = { direction, lengthBytes: dataLengthBytes };
  if (direction === 'out') {
    const bytes = await reader.take(dataLengthBytes);
    if (bytes === undefined) return undefined;
    data = { direction, bytes };
  }
  return { frame: 'command', ...header, data };
}

async function controlOf(reader: ByteReader, magic: Uint8Array): Promise<ClientFrame | undefined> {
  const frame = await rest(reader, magic, CONTROL_BYTES);
  if (frame === undefined) return undefined;
  const { textLengthBytes, ...header } = decodeControlHeader(frame);
  const said = await reader.take(textLengthBytes);
  return said === undefined ? undefined : { frame: 'control', ...header, text: decodeText(said) };
}

/**
 * What a server sends, in order: its greeting, then replies. Ends with the stream, even in the middle of a frame.
 * @throws ProtocolError at the first frame that breaks the protocol
 */
export async function* serverFrames(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ServerFrame, void> {
  const reader = new ByteReader(chunks);
  for (;;) {
    const magic = await reader.take(MAGIC_BYTES);
    if (magic === undefined) return;
    const next = await serverFrame(reader, magic);
    if (next === undefined) return;
    yield next;
  }
}

const SERVER_FRAMES = [Magic.Greeting, Magic.Reply, Magic.ControlReply, Magic.Farewell] as const;

async function serverFrame(reader: ByteReader, magic: Uint8Array): Promise<ServerFrame | undefined> {
  switch (magicOf('a greeting', SERVER_FRAMES, magic)) {
    case Magic.Farewell: {
      const frame = await rest(reader, magic, FAREWELL_BYTES);
      if (frame === undefined) return undefined;
      const { reason, textLengthBytes } = decodeFarewellHeader(frame);
      const said = await reader.take(textLengthBytes);
      return said === undefined ? undefined : { frame: 'farewell', reason, text: decodeText(said) };
    }
    case Magic.ControlReply: {
      const frame = await rest(reader, magic, CONTROL_REPLY_BYTES);
      if (frame === undefined) return undefined;
      const { textLengthBytes, ...header } = decodeControlReplyHeader(frame);
      const said = await reader.take(textLengthBytes);
      return said === undefined ? undefined : { frame: 'control-reply', ...header, text: decodeText(said) };
    }
    case Magic.Reply: {
      const frame = await rest(reader, magic, REPLY_HEADER_BYTES);
      if (frame === undefined) return undefined;
      const { senseLengthBytes, dataLengthBytes, ...header } = decodeReplyHeader(frame);
      const sense = await reader.take(senseLengthBytes);
      const data = await reader.take(dataLengthBytes);
      return sense === undefined || data === undefined ? undefined : { frame: 'reply', ...header, sense, data };
    }
    case Magic.Greeting: {
      const frame = await rest(reader, magic, GREETING_BYTES);
      return frame === undefined ? undefined : { frame: 'greeting', ...decodeGreeting(frame) };
    }
  }
}

/** A frame of a fixed length whose first bytes have been read. */
async function rest(reader: ByteReader, begun: Uint8Array, lengthBytes: number): Promise<Uint8Array | undefined> {
  const more = await reader.take(lengthBytes - begun.length);
  return more === undefined ? undefined : concatBytes([begun, more]);
}
