import { USER_DATA_BYTES } from '../../cd/geometry.ts';
import { BookType } from '../../mmc/disc-structures.ts';
import { errorRecoveryPage } from '../../mmc/mode-pages/error-recovery.ts';
import { writeParametersPage } from '../../mmc/mode-pages/write-parameters.ts';
import type { Clock } from '../../transport/transport.ts';
import { illegalRequest } from '../check-condition.ts';
import type {
  BlocksToWrite,
  BookTypes,
  DriveLoader,
  Initiator,
  ModePageSet,
  Recorder,
  SpeedControl,
  TimedEffect,
  WriteParameters,
  WritePath,
} from '../core.ts';
import { requireCd } from '../kind-of-disc.ts';
import type { AnyDisc } from '../media/any-disc.ts';
import { BlockDisc } from '../media/block-disc/block-disc.ts';
import { Disc } from '../media/disc.ts';
import { familyOf } from '../media-families/index.ts';
import type { WriteTypeStrategy, WriteTypeTable } from '../write-types/write-type.ts';
import type { DriveBuffer } from './drive-buffer.ts';
import type { WriteStream } from './write-stream.ts';

export interface RecorderParts {
  readonly clock: Pick<Clock, 'now'>;
  readonly loader: Pick<DriveLoader, 'disc' | 'loadedDisc'>;
  readonly speeds: Pick<SpeedControl, 'writeMs'>;
  readonly modePages: ModePageSet;
  readonly stream: WriteStream;
  readonly writeTypes: WriteTypeTable;
}

/** The writing half of the drive: which write type is current, and what it writes to. */
export class DiscRecorder implements Recorder {
  readonly speeds: Pick<SpeedControl, 'writeMs'>;
  bookTypes: BookTypes = {
    dvdPlusR: BookType.DvdPlusR,
    dvdPlusRDualLayer: BookType.DvdPlusRDualLayer,
    dvdPlusRw: BookType.DvdPlusRw,
  };
  readonly #clock: Pick<Clock, 'now'>;
  readonly #loader: Pick<DriveLoader, 'disc' | 'loadedDisc'>;
  readonly #modePages: ModePageSet;
  readonly #stream: WriteStream;
  readonly #writeTypes: WriteTypeTable;
  #testWriteDisc: AnyDisc | undefined;
  #verifying = true;

  constructor({ clock, loader, speeds, modePages, stream, writeTypes }: RecorderParts) {
    this.speeds = speeds;
    this.#clock = clock;
    this.#loader = loader;
    this.#modePages = modePages;
    this.#stream = stream;
    this.#writeTypes = writeTypes;
  }

  get disc(): AnyDisc {
    const { disc } = this.#loader;
    if (!this.parameters.testWrite) {
      this.#testWriteDisc = undefined;
      return disc;
    }
    this.#testWriteDisc ??= disc.testWriteCopy();
    return this.#testWriteDisc;
  }

  get cd(): WritePath {
    return this.pathTo(requireCd(this.disc));
  }

  now(): number {
    return this.#clock.now();
  }

  get parameters(): WriteParameters {
    return this.#modePages.values(writeParametersPage);
  }

  get buffer(): DriveBuffer {
    return this.#stream.buffer;
  }

  get nextWritableLba(): number | undefined {
    const { disc } = this;
    return disc instanceof Disc ? this.#writeTypes.get(this.parameters.writeType)?.nextWritableLba?.(disc) : undefined;
  }

  blockBytes(lba?: number): number {
    const { disc } = this;
    return disc instanceof BlockDisc ? USER_DATA_BYTES : this.#writeType.blockBytes(this.cd, lba);
  }

  get verifying(): boolean {
    return this.#verifying;
  }

  take(blocks: BlocksToWrite): void {
    const { automaticWriteReallocation } = this.#modePages.values(errorRecoveryPage);
    this.#verifying = automaticWriteReallocation && blocks.streaming !== true;
    this.#stream.take({ ...blocks, streaming: !this.#verifying });
  }

  async write(blocks: BlocksToWrite, initiator: Initiator): Promise<void> {
    this.#stream.writtenBy(initiator);
    if (blocks.lengthBlocks === 0) return;
    const { disc } = this;
    if (disc instanceof BlockDisc) await familyOf(disc).write(this.pathTo(disc), blocks);
    else await this.#writeType.write(this.cd, blocks);
  }

  flush(): TimedEffect {
    this.buffer.finish();
    const { disc } = this;
    return disc instanceof BlockDisc ? familyOf(disc).flush(this.pathTo(disc)) : this.#writeType.flush(this.cd);
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
    const after = !(disc instanceof Disc) ? 0 : (this.#writeTypes.get(writeType)?.blocksAfterTrack?.(disc) ?? 0);
    this.#testWriteDisc = undefined;
    return { lostBlocks: Math.max(0, this.#stream.abandon() - after), testWrite };
  }

  /** Drops what write types remember of sessions on this disc. */
  forgetSessions(disc: AnyDisc): void {
    if (!(disc instanceof Disc)) return;
    for (const { forget } of this.#writeTypes.values()) forget?.(disc);
  }

  /** The same path, to this very disc: commands that take effect later must not meet another one. */
  pathTo<D extends AnyDisc>(disc: D): WritePath<D> {
    const recorder = this;
    return {
      disc,
      speeds: this.speeds,
      buffer: this.buffer,
      bookTypes: this.bookTypes,
      get parameters() {
        return recorder.parameters;
      },
      take: (blocks) => this.take(blocks),
      endTestWrite: () => this.endTestWrite(),
      now: () => this.now(),
    };
  }

  get #writeType(): WriteTypeStrategy {
    const strategy = this.#writeTypes.get(this.parameters.writeType);
    // 5/64/00 illegal mode for this track.
    if (strategy === undefined) throw illegalRequest(0x64, 0x00);
    return strategy;
  }
}
