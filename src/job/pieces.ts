import type { PcmReader } from '../audio/pcm-reader.ts';
import { type Cut, cutReader, rawBytes } from './blockwise.ts';
import type { Bytes } from './bytes.ts';
import { filling } from './fill.ts';

/** Zeros: silence, or empty data. */
export interface Zeros {
  readonly kind: 'zeros';
  readonly lengthBytes: number;
}

/** A part of a file. */
export interface FilePart {
  readonly kind: 'file';
  readonly bytes: Bytes;
  /** In the file, before anything is cut off; the start of a unit of the cut. */
  readonly startBytes: number;
  /** Of what is read from it: after the cut. Beyond the end of the file there are zeros. */
  readonly lengthBytes: number;
  readonly cut?: Cut;
}

/** What a track is made of, in order. */
export type Piece = Zeros | FilePart;

export const zeros = (lengthBytes: number): Zeros => ({ kind: 'zeros', lengthBytes });

export const lengthOf = (pieces: readonly Piece[]): number =>
  pieces.reduce((sum, { lengthBytes }) => sum + lengthBytes, 0);

/** The first bytes of pieces, and the rest. Splits a piece with a cut only at whole units. */
export function splitPieces(pieces: readonly Piece[], bytes: number): [head: Piece[], tail: Piece[]] {
  const head: Piece[] = [];
  const tail: Piece[] = [];
  let left = bytes;
  for (const piece of pieces) {
    const taken = Math.min(left, piece.lengthBytes);
    if (taken > 0) head.push({ ...piece, lengthBytes: taken });
    if (taken < piece.lengthBytes) tail.push(after(piece, taken));
    left -= taken;
  }
  return [head, tail];
}

function after(piece: Piece, bytes: number): Piece {
  const lengthBytes = piece.lengthBytes - bytes;
  if (piece.kind === 'zeros') return { ...piece, lengthBytes };
  return { ...piece, lengthBytes, startBytes: piece.startBytes + rawBytes(bytes, piece.cut) };
}

/** Reads pieces one after another; a file is open only while its piece is read. */
export function openPieces(pieces: readonly Piece[]): PcmReader {
  let index = 0;
  let done = 0;
  let opened: PcmReader | undefined;
  let closed = false;

  async function leave(): Promise<void> {
    await opened?.close();
    opened = undefined;
    index++;
    done = 0;
  }

  async function readSome(target: Uint8Array): Promise<number> {
    if (closed) throw new Error('the reader of a track is closed');
    for (;;) {
      const piece = pieces[index];
      if (piece === undefined) return 0;
      const wanted = target.subarray(0, Math.min(target.length, piece.lengthBytes - done));
      if (wanted.length > 0) {
        const count = await fill(piece, wanted);
        done += count;
        return count;
      }
      if (target.length === 0) return 0;
      await leave();
    }
  }

  async function fill(piece: Piece, wanted: Uint8Array): Promise<number> {
    const read = piece.kind === 'zeros' ? 0 : await fromFile(piece, wanted);
    if (read > 0) return read;
    wanted.fill(0);
    return wanted.length;
  }

  async function fromFile({ bytes, startBytes, cut }: FilePart, wanted: Uint8Array): Promise<number> {
    if (startBytes >= bytes.lengthBytes) return 0;
    if (opened === undefined) {
      const reader = await bytes.openAt(startBytes);
      opened = cut === undefined ? reader : cutReader(reader, cut);
    }
    return (opened.readSome ?? opened.read).call(opened, wanted);
  }

  return {
    readSome,
    read: filling(readSome),
    async close() {
      closed = true;
      await leave();
    },
  };
}
