import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ByteStream } from '../core/stream-data.ts';

/** If the path has become that of a pipe, opening it must not wait. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** A file of this computer as a stream. */
export const fileStream = (path: string, lengthBytes: number): ByteStream => ({
  name: basename(path),
  lengthBytes,
  repeatable: true,
  async openReader() {
    const handle = await open(path, FLAGS);
    let at = 0;
    return {
      async read(target) {
        let done = 0;
        while (done < target.length) {
          const { bytesRead } = await handle.read(target, done, target.length - done, at);
          if (bytesRead === 0) break;
          done += bytesRead;
          at += bytesRead;
        }
        return done;
      },
      close: () => handle.close(),
    };
  },
});
