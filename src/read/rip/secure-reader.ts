import { AUDIO_BLOCK_BYTES } from '../../cd/geometry.ts';
import { inOrder } from '../in-order.ts';
import { Assembly, type Pass } from './assembly.ts';
import type { AudioReads } from './audio-reads.ts';
import type { BufferEvictor } from './buffer-evictor.ts';
import { piecesOf, readPass } from './pass.ts';
import type { ReadSpeed } from './read-speed.ts';
import { type Doubt, Votes } from './votes.ts';

export interface SecureReading {
  readonly reads: AudioReads;
  readonly speed: ReadSpeed;
  readonly evictor: BufferEvictor;
  /** How often a block must be read the same. */
  readonly passes: number;
  /** How often more a block is read that was not. */
  readonly retries: number;
  /** By how many blocks pieces overlap from the start. */
  readonly overlapBlocks: number;
  /** Whether a block may be unreadable on a disc without damage: retries are in vain there. */
  readonly mayBeUnreadable: (lba: number) => boolean;
  readonly signal: AbortSignal | undefined;
}

/** A block that is not known to be right. */
export interface Doubtful {
  readonly lba: number;
  readonly doubt: Doubt;
  readonly error: unknown;
}

export interface SecureBlocks {
  readonly bytes: Uint8Array;
  readonly doubtful: readonly Doubtful[];
}

export interface RereadCounts {
  /** Blocks that were read again until they agreed. */
  repairedBlocks: number;
  /** Pieces that began elsewhere than they should, and were moved. */
  displacedPieces: number;
}

/** By how much pieces overlap once a drive has been seen to displace them: displacements of up to two blocks are found. */
export const JITTER_OVERLAP_BLOCKS = 3;

/** From this share of blocks on, everything is read again rather than each of them. */
const MOST_IN_DOUBT = 0.25;

/** Reads blocks until they have been read the same often enough. */
export class SecureReader {
  readonly counts: RereadCounts = { repairedBlocks: 0, displacedPieces: 0 };
  readonly #reading: SecureReading;
  #overlapBlocks: number;
  /** What was read last, if its place is known: the next blocks continue it. */
  #end: { readonly lba: number; readonly bytes: Uint8Array } | undefined;

  constructor(reading: SecureReading) {
    this.#reading = reading;
    this.#overlapBlocks = reading.overlapBlocks;
  }

  /** How many blocks each piece overlaps with the one before by now. */
  get overlapBlocks(): number {
    return this.#overlapBlocks;
  }

  /**
   * Reads blocks in a row, in order.
   * @param stretchBlocks how many are held in memory to be read again; read once, blocks come as they are read
   * @throws the signal's reason; SenseError, IncompleteTransferError, TransportError but of blocks that cannot be read
   */
  async *blocks(startLba: number, endLba: number, stretchBlocks: number): AsyncGenerator<SecureBlocks> {
    if (this.#isOnce) {
      yield* this.#once(startLba, endLba);
      return;
    }
    for (let lba = startLba; lba < endLba; lba += stretchBlocks) {
      yield await this.#stretch(lba, Math.min(stretchBlocks, endLba - lba));
    }
  }

  get #isOnce(): boolean {
    return this.#reading.passes === 1 && this.#overlapBlocks === 0;
  }

  /** Nobody needs these bytes of {@link blocks} any more. The end of a stretch is still needed here. */
  recycle(bytes: Uint8Array): void {
    if (this.#isOnce) this.#reading.reads.recycle(bytes);
  }

  /** Each piece as it comes: nothing is copied, and reads are always under way. */
  async *#once(startLba: number, endLba: number): AsyncGenerator<SecureBlocks> {
    const request = { startLba, lengthBlocks: endLba - startLba, overlapBlocks: 0 };
    for await (const outcomes of inOrder(piecesOf(this.#reading.reads, request))) {
      this.#reading.signal?.throwIfAborted();
      const [only] = outcomes;
      if (outcomes.length === 1 && only !== undefined && 'bytes' in only && only.flagged.length === 0) {
        yield { bytes: only.bytes, doubtful: [] };
        continue;
      }
      const lba = only?.lba ?? startLba;
      const count = outcomes.reduce((sum, each) => sum + ('bytes' in each ? each.lengthBlocks : 1), 0);
      const assembly = new Assembly(lba, count);
      for (const each of outcomes) {
        if ('bytes' in each) assembly.add(each);
        else assembly.addUnread(each.lba, each.error);
      }
      const pass = assembly.finish();
      yield await this.#settle(pass, inDoubt(pass, [], count), count);
    }
  }

  async #stretch(startLba: number, lengthBlocks: number): Promise<SecureBlocks> {
    const overlapBefore = this.#overlapBlocks;
    const result = await this.#readOnce(startLba, lengthBlocks);
    // Displacements that were only noticed on the way may also be in what had been read by then.
    const final = overlapBefore === this.#overlapBlocks ? result : await this.#readOnce(startLba, lengthBlocks);
    const kept = Math.min(lengthBlocks, JITTER_OVERLAP_BLOCKS);
    const bytes = final.bytes.subarray(final.bytes.length - kept * AUDIO_BLOCK_BYTES);
    const endLba = startLba + lengthBlocks;
    const known = kept === JITTER_OVERLAP_BLOCKS && !final.doubtful.some(({ lba }) => lba >= endLba - kept);
    this.#end = known ? { lba: endLba, bytes } : undefined;
    return final;
  }

  async #readOnce(startLba: number, lengthBlocks: number): Promise<SecureBlocks> {
    const { passes, evictor, signal } = this.#reading;
    const first = await this.#pass(startLba, lengthBlocks);
    const others: Pass[] = [];
    while (others.length < passes - 1) {
      signal?.throwIfAborted();
      await evictor.evict(startLba, lengthBlocks);
      const pass = await this.#pass(startLba, lengthBlocks);
      others.push(pass);
      if (this.#overlapBlocks === 0 && isDisplaced(first, pass)) {
        this.#overlapBlocks = JITTER_OVERLAP_BLOCKS;
        return { bytes: first.bytes, doubtful: [] };
      }
    }
    const open = inDoubt(first, others, lengthBlocks);
    if (open.size === 0) return { bytes: first.bytes, doubtful: [] };
    return this.#settle(first, open, lengthBlocks);
  }

  async #pass(startLba: number, lengthBlocks: number): Promise<Pass> {
    const overlapBlocks = this.#overlapBlocks;
    const before = overlapBlocks > 0 && this.#end?.lba === startLba ? this.#end.bytes : undefined;
    const pass = await readPass(this.#reading.reads, { startLba, lengthBlocks, overlapBlocks, before });
    this.counts.displacedPieces += pass.displacedPieces;
    return pass;
  }

  /** Reads blocks in doubt again, each time slower, until they agree or the retries are used up. */
  async #settle(first: Pass, open: Map<number, Votes>, lengthBlocks: number): Promise<SecureBlocks> {
    const { passes, retries, speed, evictor, signal } = this.#reading;
    const bytes = first.bytes;
    const keep = (lba: number, block: Uint8Array) => bytes.set(block, (lba - first.startLba) * AUDIO_BLOCK_BYTES);
    const close = () => {
      for (const [lba, votes] of [...open]) {
        const agreed = votes.agreed(passes);
        if (agreed === undefined) continue;
        keep(lba, agreed);
        open.delete(lba);
        this.counts.repairedBlocks++;
      }
    };
    close();
    for (let retry = 0; retry < retries && this.#worthwhile(open).length > 0; retry++) {
      signal?.throwIfAborted();
      if (retry > 0) await speed.slower();
      const doubtful = this.#worthwhile(open);
      const whole = doubtful.length > lengthBlocks * MOST_IN_DOUBT;
      const runs = whole ? [{ startLba: first.startLba, lengthBlocks }] : runsOf(doubtful);
      for (const run of runs) {
        signal?.throwIfAborted();
        await evictor.evict(run.startLba, run.lengthBlocks);
        const pass = await this.#again(first, open, run.startLba, run.lengthBlocks);
        for (const lba of doubtful) {
          if (lba >= run.startLba && lba < run.startLba + run.lengthBlocks) open.get(lba)?.add(pass, lba);
        }
      }
      close();
    }
    if (retries > 0) await speed.begin();
    const doubtful = [...open].map(([lba, votes]) => {
      keep(lba, votes.best ?? new Uint8Array(AUDIO_BLOCK_BYTES));
      return { lba, doubt: votes.doubt, error: votes.error };
    });
    return { bytes, doubtful };
  }

  #worthwhile(open: ReadonlyMap<number, Votes>): number[] {
    return [...open]
      .filter(
        ([lba, { best, error }]) => best !== undefined || error === undefined || !this.#reading.mayBeUnreadable(lba),
      )
      .map(([lba]) => lba);
  }

  /** Reads some blocks again, continuing those before if their place is known. */
  async #again(first: Pass, open: ReadonlyMap<number, Votes>, startLba: number, lengthBlocks: number): Promise<Pass> {
    const overlapBlocks = this.#overlapBlocks;
    const beforeLba = startLba - overlapBlocks;
    const known =
      overlapBlocks > 0 &&
      beforeLba >= first.startLba &&
      !Array.from({ length: overlapBlocks }, (_, index) => beforeLba + index).some((lba) => open.has(lba));
    const at = (lba: number) => (lba - first.startLba) * AUDIO_BLOCK_BYTES;
    const before = known ? first.bytes.subarray(at(beforeLba), at(startLba)) : undefined;
    return readPass(this.#reading.reads, { startLba, lengthBlocks, overlapBlocks, before });
  }
}

/** Every block that was not read the same each time, or not without errors, with what each pass says about it. */
function inDoubt(first: Pass, others: readonly Pass[], lengthBlocks: number): Map<number, Votes> {
  const open = new Map<number, Votes>();
  const all = [first, ...others];
  const same = others.every((each) => Buffer.compare(each.bytes, first.bytes) === 0);
  if (same && all.every(({ flagged, unread }) => flagged.size === 0 && unread.size === 0)) return open;
  for (let block = 0; block < lengthBlocks; block++) {
    const lba = first.startLba + block;
    const wrong = all.some(({ flagged, unread }) => flagged.has(lba) || unread.has(lba));
    if (!wrong && (same || others.every((each) => isSameBlock(each, first, block)))) continue;
    const votes = new Votes();
    for (const pass of all) votes.add(pass, lba);
    open.set(lba, votes);
  }
  return open;
}

function isSameBlock(one: Pass, other: Pass, block: number): boolean {
  const [from, to] = [block * AUDIO_BLOCK_BYTES, (block + 1) * AUDIO_BLOCK_BYTES];
  return Buffer.compare(one.bytes.subarray(from, to), other.bytes.subarray(from, to)) === 0;
}

/** Blocks in a row, and some between them: a few more blocks cost less than another command. */
function runsOf(lbas: readonly number[]): { readonly startLba: number; readonly lengthBlocks: number }[] {
  const runs: { startLba: number; lengthBlocks: number }[] = [];
  for (const lba of lbas) {
    const last = runs.at(-1);
    if (last !== undefined && lba <= last.startLba + last.lengthBlocks + 2) last.lengthBlocks = lba - last.startLba + 1;
    else runs.push({ startLba: lba, lengthBlocks: 1 });
  }
  return runs;
}

/** Whether two readings without overlap differ in such a way that a part of one is the same elsewhere in the other. */
function isDisplaced(first: Pass, second: Pass): boolean {
  if (Buffer.compare(first.bytes, second.bytes) === 0) return false;
  const blocks = first.bytes.length / AUDIO_BLOCK_BYTES;
  for (let block = 1; block < blocks - 1; block++) {
    if (isSameBlock(first, second, block)) continue;
    const middle = second.bytes.subarray(block * AUDIO_BLOCK_BYTES, (block + 1) * AUDIO_BLOCK_BYTES);
    const around = first.bytes.subarray((block - 1) * AUDIO_BLOCK_BYTES, (block + 2) * AUDIO_BLOCK_BYTES);
    const at = Buffer.from(around.buffer, around.byteOffset, around.length).indexOf(middle);
    if (at >= 0 && at !== AUDIO_BLOCK_BYTES) return true;
  }
  return false;
}
