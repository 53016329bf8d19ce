import { isUnreadable } from '../extents.ts';
import { inOrder } from '../in-order.ts';
import { Assembly, type Pass } from './assembly.ts';
import type { AudioPiece, AudioReads } from './audio-reads.ts';

export interface PassRequest {
  readonly startLba: number;
  readonly lengthBlocks: number;
  /** By how many blocks each piece overlaps with the one before. */
  readonly overlapBlocks: number;
  /** That many blocks before the first, if they are known. */
  readonly before?: Uint8Array | undefined;
}

/** A piece, or a block that the disc does not give. */
export type Outcome = AudioPiece | { readonly lba: number; readonly error: unknown };

/** Reads blocks in a row once. Where the disc cannot be read, each block is tried by itself. */
export async function readPass(reads: AudioReads, request: PassRequest): Promise<Pass> {
  const { startLba, lengthBlocks, before } = request;
  const assembly = new Assembly(startLba, lengthBlocks, before);
  const read: Uint8Array[] = [];
  for await (const outcomes of inOrder(piecesOf(reads, request))) {
    for (const outcome of outcomes) {
      if ('bytes' in outcome) {
        assembly.add(outcome);
        read.push(outcome.bytes);
      } else assembly.addUnread(outcome.lba, outcome.error);
    }
  }
  const pass = assembly.finish();
  for (const bytes of read) reads.recycle(bytes);
  return pass;
}

/** The commands that read some blocks, each with what it gives: one piece or, where the disc cannot be read, single blocks. */
export function* piecesOf(reads: AudioReads, request: PassRequest): Generator<() => Promise<readonly Outcome[]>> {
  const { startLba, lengthBlocks, overlapBlocks, before } = request;
  const endLba = startLba + lengthBlocks;
  for (let lba = startLba; lba < endLba; ) {
    const overlap = lba === startLba && before === undefined ? 0 : overlapBlocks;
    const from = lba - overlap;
    const length = Math.min(Math.max(reads.blocksPerRead, overlap + 1), endLba - from);
    yield () => readPiece(reads, from, length);
    lba = from + length;
  }
}

async function readPiece(reads: AudioReads, lba: number, lengthBlocks: number): Promise<readonly Outcome[]> {
  try {
    return [await reads.read(lba, lengthBlocks)];
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    if (lengthBlocks === 1) return [{ lba, error }];
    const outcomes: Outcome[] = [];
    for (let block = 0; block < lengthBlocks; block++) outcomes.push(...(await readPiece(reads, lba + block, 1)));
    return outcomes;
  }
}
