import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from '@jest/globals';

const folders: string[] = [];

afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
});

/** A folder of its own for a test, removed after it. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'discwright-serve-'));
  folders.push(folder);
  return folder;
}

/** A client that speaks bytes, and hears when it is hung up on. */
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

  /** Resolves with all that came, once the server has closed the connection. */
  write(bytes: Uint8Array): Promise<Buffer> {
    this.socket.write(bytes);
    return this.received;
  }
}
