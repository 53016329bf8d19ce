import { writeParametersPage } from '../../mmc/mode-pages/write-parameters.ts';
import { illegalRequest } from '../check-condition.ts';
import type {
  BlocksToWrite,
  DriveLoader,
  Initiator,
  ModePageSet,
  Recorder,
  SpeedControl,
  TimedEffect,
  WriteParameters,
} from '../core.ts';
import type { Disc } from '../media/disc.ts';
import type { WriteTypeStrategy, WriteTypeTable } from '../write-types/write-type.ts';
import type { DriveBuffer } from './drive-buffer.ts';
import type { WriteStream } from './write-stream.ts';

export interface RecorderParts {
  readonly loader: Pick<DriveLoader, 'disc' | 'loadedDisc'>;
  readonly speeds: Pick<SpeedControl, 'writeMs'>;
  readonly modePages: ModePageSet;
  readonly stream: WriteStream;
  readonly writeTypes: WriteTypeTable;
}

/** The writing half of the drive: which write type is current, and what it writes to. */
export class DiscRecorder implements Recorder {
  readonly speeds: Pick<SpeedControl, 'writeMs'>;
  readonly #loader: Pick<DriveLoader, 'disc' | 'loadedDisc'>;
  readonly #modePages: ModePageSet;
  readonly #stream: WriteStream;
  readonly #writeTypes: WriteTypeTable;
  #testWriteDisc: Disc | undefined;

  constructor({ loader, speeds, modePages, stream, writeTypes }: RecorderParts) {
    this.speeds = speeds;
    this.#loader = loader;
    this.#modePages = modePages;
    this.#stream = stream;
    this.#writeTypes = writeTypes;
  }

  get disc(): Disc {
    const { disc } = this.#loader;
    if (!this.parameters.testWrite) {
      this.#testWriteDisc = undefined;
      return disc;
    }
    this.#testWriteDisc ??= disc.testWriteCopy();
    return this.#testWriteDisc;
  }

  get parameters(): WriteParameters {
    return this.#modePages.values(writeParametersPage);
  }

  get buffer(): DriveBuffer {
    return this.#stream.buffer;
  }

  get nextWritableLba(): number | undefined {
    return this.#writeTypes.get(this.parameters.writeType)?.nextWritableLba?.(this.disc);
  }

  blockBytes(lba?: number): number {
    return this.#writeType.blockBytes(this, lba);
  }

  take(blocks: BlocksToWrite): void {
    this.#stream.take(blocks);
  }

  async write(blocks: BlocksToWrite, initiator: Initiator): Promise<void> {
    this.#stream.writtenBy(initiator);
    if (blocks.lengthBlocks > 0) await this.#writeType.write(this, blocks);
  }

  flush(): TimedEffect {
    this.buffer.finish();
    return this.#writeType.flush(this);
  }

  endTestWrite(): void {
    this.#testWriteDisc = undefined;
  }

  /** Handles a buffer that has run empty since the last command while the laser was on. */
  async settle(): Promise<void> {
    if (!this.buffer.takeRanDry() || this.#loader.loadedDisc === undefined) return;
    await this.#stream.ranDry(this.disc, this.parameters);
  }

  /** A power failure or reset: forgets what was being written. Returns what did not reach the open track. */
  abandon(): { readonly lostBlocks: number; readonly testWrite: boolean } {
    const { testWrite, writeType } = this.parameters;
    const disc = this.#loader.loadedDisc;
    const after = disc === undefined ? 0 : (this.#writeTypes.get(writeType)?.blocksAfterTrack?.(disc) ?? 0);
    this.#testWriteDisc = undefined;
    return { lostBlocks: Math.max(0, this.#stream.abandon() - after), testWrite };
  }

  /** Drops what write types remember of sessions on this disc. */
  forgetSessions(disc: Disc): void {
    for (const { forget } of this.#writeTypes.values()) forget?.(disc);
  }

  get #writeType(): WriteTypeStrategy {
    const strategy = this.#writeTypes.get(this.parameters.writeType);
    // 5/64/00 illegal mode for this track.
    if (strategy === undefined) throw illegalRequest(0x64, 0x00);
    return strategy;
  }
}
