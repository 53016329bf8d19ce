import type { DataPhase } from '../transport/transport.ts';
import { ByteReader } from './byte-reader.ts';
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

/**
 * The requests that a client sends. Ends with the stream, even in the middle of a frame.
 * @throws ProtocolError at the first frame that breaks the protocol
 */
export async function* requestsOf(
  chunks: AsyncIterable<Uint8Array>,
  maxDataBytes = MAX_TRANSFER_BYTES,
): AsyncGenerator<WireRequest, void> {
  const reader = new ByteReader(chunks);
  for (;;) {
    const frame = await reader.take(REQUEST_HEADER_BYTES);
    if (frame === undefined) return;
    const { direction, dataLengthBytes, ...header } = decodeRequestHeader(frame, maxDataBytes);
    let data: DataPhase = { direction: 'none' };
    if (direction === 'in') data = { direction, lengthBytes: dataLengthBytes };
    if (direction === 'out') {
      const bytes = await reader.take(dataLengthBytes);
      if (bytes === undefined) return;
      data = { direction, bytes };
    }
    yield { ...header, data };
  }
}

/** What a server sends: its greeting, then replies in the order of the requests. */
export class ReplyReader {
  readonly #reader: ByteReader;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#reader = new ByteReader(chunks);
  }

  /** Undefined when the server has closed the connection. @throws ProtocolError */
  async greeting(): Promise<Greeting | undefined> {
    const frame = await this.#reader.take(GREETING_BYTES);
    return frame === undefined ? undefined : decodeGreeting(frame);
  }

  /** Undefined when the server has closed the connection. @throws ProtocolError */
  async reply(): Promise<WireReply | undefined> {
    const frame = await this.#reader.take(REPLY_HEADER_BYTES);
    if (frame === undefined) return undefined;
    const { senseLengthBytes, dataLengthBytes, ...header } = decodeReplyHeader(frame);
    const sense = await this.#reader.take(senseLengthBytes);
    const data = await this.#reader.take(dataLengthBytes);
    return sense === undefined || data === undefined ? undefined : { ...header, sense, data };
  }
}
