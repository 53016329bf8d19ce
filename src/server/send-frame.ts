import { once } from 'node:events';
import type { Socket } from 'node:net';

/** Waits while the client does not read: a slow one must not fill memory here. */
export async function sendFrame(socket: Socket, frame: Uint8Array): Promise<void> {
  if (socket.destroyed || socket.write(frame)) return;
  const gone = new AbortController();
  const stop = (): void => gone.abort();
  socket.once('close', stop);
  try {
    await once(socket, 'drain', { signal: gone.signal });
  } catch (error) {
    if (!gone.signal.aborted && !socket.destroyed) throw error;
  } finally {
    socket.off('close', stop);
  }
}
