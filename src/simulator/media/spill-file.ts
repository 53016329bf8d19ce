import { randomUUID } from 'node:crypto';
import { closeSync, openSync, read, unlinkSync, write } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const readAt = promisify(read);
const writeAt = promisify(write);

/** Closes the files of discs that were forgotten rather than closed. */
const forgotten = new FinalizationRegistry<number>((descriptor) => closeSync(descriptor));

/** An unnamed temporary file: its space is free again as soon as it is closed, no matter how the program ends. */
export class SpillFile {
  readonly #descriptor: number;
  #end = 0;

  private constructor(descriptor: number) {
    this.#descriptor = descriptor;
  }

  /** In the system's folder for temporary files (TMPDIR). */
  static open(): SpillFile {
    const path = join(tmpdir(), `discwright-${randomUUID()}`);
    const descriptor = openSync(path, 'wx+', 0o600);
    unlinkSync(path);
    const file = new SpillFile(descriptor);
    forgotten.register(file, descriptor, file);
    return file;
  }

  /** Resolves with the position of the bytes. */
  async append(bytes: Uint8Array): Promise<number> {
    const position = this.#end;
    this.#end += bytes.length;
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await writeAt(this.#descriptor, bytes, done, bytes.length - done, position + done);
      done += bytesWritten;
    }
    return position;
  }

  async read(position: number, lengthBytes: number): Promise<Uint8Array> {
    const target = new Uint8Array(lengthBytes);
    for (let done = 0; done < lengthBytes; ) {
      const { bytesRead } = await readAt(this.#descriptor, target, done, lengthBytes - done, position + done);
      if (bytesRead === 0) throw new Error('the temporary file of a simulated disc is shorter than expected');
      done += bytesRead;
    }
    return target;
  }

  close(): void {
    forgotten.unregister(this);
    closeSync(this.#descriptor);
  }
}
