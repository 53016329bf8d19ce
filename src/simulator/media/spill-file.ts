import { randomUUID } from 'node:crypto';
import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Closes the files of discs that were forgotten rather than closed. */
const forgotten = new FinalizationRegistry<number>((descriptor) => closeSync(descriptor));

/** A system writes a file in large pieces with a third of the work (ext4, 64 KiB against 1 MiB). */
const PIECE_BYTES = 1_048_576;

/**
 * An unnamed temporary file: its space is free again as soon as it is closed, no matter how the program ends. Not
 * asynchronous: the system's cache takes a piece in less time than another thread would.
 */
export class SpillFile {
  readonly #descriptor: number;
  /** The end of the file, not yet written to it. */
  readonly #piece = new Uint8Array(PIECE_BYTES);
  #pieceBytes = 0;
  #writtenBytes = 0;

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

  /** Returns the position of the bytes. If the file system is full, nothing is added. */
  append(bytes: Uint8Array): number {
    if (this.#pieceBytes + bytes.length > PIECE_BYTES) this.#writePiece();
    const position = this.#writtenBytes + this.#pieceBytes;
    if (bytes.length > PIECE_BYTES) {
      this.#write(bytes);
    } else {
      this.#piece.set(bytes, this.#pieceBytes);
      this.#pieceBytes += bytes.length;
    }
    return position;
  }

  read(position: number, lengthBytes: number): Uint8Array {
    const target = new Uint8Array(lengthBytes);
    const inFile = Math.min(lengthBytes, Math.max(0, this.#writtenBytes - position));
    const inPiece = position + inFile - this.#writtenBytes;
    if (inFile < lengthBytes) target.set(this.#piece.subarray(inPiece, inPiece + lengthBytes - inFile), inFile);
    for (let done = 0; done < inFile; ) {
      const count = readSync(this.#descriptor, target, done, inFile - done, position + done);
      if (count === 0) throw new Error('the temporary file of a simulated disc is shorter than expected');
      done += count;
    }
    return target;
  }

  close(): void {
    forgotten.unregister(this);
    closeSync(this.#descriptor);
  }

  #writePiece(): void {
    this.#write(this.#piece.subarray(0, this.#pieceBytes));
    this.#pieceBytes = 0;
  }

  #write(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; ) {
      done += writeSync(this.#descriptor, bytes, done, bytes.length - done, this.#writtenBytes + done);
    }
    this.#writtenBytes += bytes.length;
  }
}
