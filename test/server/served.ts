import { connect, type Socket } from 'node:net';

/** A client that sends raw bytes and notices when it is disconnected. */
export class RawClient {
  readonly socket: Socket;
  readonly received: Promise<Buffer>;

  constructor(path: string) {
    this.socket = connect(path);
    const chunks: Buffer[] = [];
    this.socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    this.socket.on('error', () => {});
    this.received = new Promise((resolve) => this.socket.on('close', () => resolve(Buffer.concat(chunks))));
  }

  /** Resolves with everything received, once the server has closed the connection. */
  write(bytes: Uint8Array): Promise<Buffer> {
    this.socket.write(bytes);
    return this.received;
  }
}
