import { AUDIO_BLOCK_BYTES } from '../../cd/geometry.ts';
import { untilBelieved } from '../../drive/ask.ts';
import { isRefusal } from '../../drive/bad-answer.ts';
import type { Drive } from '../../drive/drive.ts';
import { WHILE_WORKING } from '../../drive/while-working.ts';
import { C2_BYTES, C2Selection, readCd, SectorType } from '../../mmc/commands/read-cd.ts';
import { isUnreadable } from '../extents.ts';
import { blocksPerRead } from '../read-blocks.ts';
import type { ReadingMeter } from './reading-meter.ts';
import { ReplyMemory } from './reply-memory.ts';

/** Audio blocks as one READ CD has returned them. */
export interface AudioPiece {
  readonly lba: number;
  readonly lengthBlocks: number;
  /** 2,352 for each block. */
  readonly bytes: Uint8Array;
  /** The blocks in which the drive could not correct every byte. */
  readonly flagged: readonly number[];
}

const FLAG_BYTES = C2_BYTES[C2Selection.Flags] ?? 0;
const NO_FLAGS = new Uint8Array(FLAG_BYTES);
const FLAGGED_BLOCK_BYTES = AUDIO_BLOCK_BYTES + FLAG_BYTES;

/** Reads audio, with C2 error flags as long as the drive accepts to send them. */
export class AudioReads {
  readonly drive: Drive;
  readonly #meter: ReadingMeter;
  readonly #warnings: string[];
  readonly #memory = new ReplyMemory();
  #flags: boolean;

  constructor(drive: Drive, meter: ReadingMeter, flags: boolean, warnings: string[]) {
    this.drive = drive;
    this.#meter = meter;
    this.#flags = flags;
    this.#warnings = warnings;
  }

  /** Whether C2 error flags are asked for. */
  get flags(): boolean {
    return this.#flags;
  }

  /** How many blocks one command transfers. */
  get blocksPerRead(): number {
    return blocksPerRead(this.drive, this.#flags ? FLAGGED_BLOCK_BYTES : AUDIO_BLOCK_BYTES);
  }

  /**
   * Reads once; only failures of the connection, and those that may pass, are tried again.
   * @throws SenseError of a block that cannot be read; IncompleteTransferError, TransportError
   */
  async read(lba: number, lengthBlocks: number): Promise<AudioPiece> {
    if (!this.#flags) return this.#plain(lba, lengthBlocks);
    try {
      const bytes = await this.#send(lba, lengthBlocks, C2Selection.Flags, (error) => isUnreadable(error));
      const piece = split(bytes, lba, lengthBlocks, this.#memory);
      this.#memory.add(bytes);
      this.#meter.flag(piece.flagged);
      return piece;
    } catch (error) {
      if (!isRefusal(error) || isUnreadable(error)) throw error;
      const piece = await this.#plain(lba, lengthBlocks);
      if (this.#flags)
        this.#warnings.push('the drive refuses to send C2 error flags: only what it reads twice shows its errors');
      this.#flags = false;
      return piece;
    }
  }

  /** Nobody needs these bytes any more: what is read next may be put there. */
  recycle(bytes: Uint8Array): void {
    this.#memory.add(bytes);
  }

  async #plain(lba: number, lengthBlocks: number): Promise<AudioPiece> {
    const bytes = await this.#send(lba, lengthBlocks, C2Selection.None, isUnreadable);
    return { lba, lengthBlocks, bytes, flagged: [] };
  }

  #send(startLba: number, lengthBlocks: number, c2: 0 | 1, isFinal: (error: unknown) => boolean): Promise<Uint8Array> {
    const command = () =>
      this.drive.execute(readCd({ sectorType: SectorType.Audio, startLba, lengthBlocks, userData: true, c2 }), {
        resend: WHILE_WORKING,
        memory: this.#memory.take,
      });
    return this.#meter.during(lengthBlocks, () => untilBelieved(this.drive.clock, command, { isFinal }));
  }
}

function split(sent: Uint8Array, lba: number, lengthBlocks: number, memory: ReplyMemory): AudioPiece {
  const source = Buffer.from(sent.buffer, sent.byteOffset, sent.length);
  const lengthBytes = lengthBlocks * AUDIO_BLOCK_BYTES;
  const bytes = memory.take(lengthBytes) ?? new Uint8Array(Buffer.allocUnsafeSlow(lengthBytes).buffer);
  const flagged: number[] = [];
  for (let index = 0; index < lengthBlocks; index++) {
    const at = index * FLAGGED_BLOCK_BYTES;
    const flagsAt = at + AUDIO_BLOCK_BYTES;
    source.copy(bytes, index * AUDIO_BLOCK_BYTES, at, flagsAt);
    if (source.compare(NO_FLAGS, 0, FLAG_BYTES, flagsAt, at + FLAGGED_BLOCK_BYTES) !== 0) flagged.push(lba + index);
  }
  return { lba, lengthBlocks, bytes, flagged };
}
