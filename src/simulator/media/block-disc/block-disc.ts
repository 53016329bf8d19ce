import { USER_DATA_BYTES } from '../../../cd/geometry.ts';
import { Profile } from '../../../mmc/profiles.ts';
import type { AnyDisc } from '../any-disc.ts';
import { type BlockStore, NOWHERE, type ReadOnly } from '../block-store.ts';
import { DiscInJson } from '../disc-in-json.ts';
import { MemoryStore } from '../memory-store.ts';
import { BD_SPEED, type DiscSpeeds, type Speed } from '../rotation.ts';
import { BLOCK_MEDIA, type BlockMedium, type BlockMediumKind, MediaFamilyName } from './block-media.ts';
import { replacedIn, spareBlocksOf, withReplaced } from './defects.ts';
import { RecentWrites } from './recent-writes.ts';
import {
  type BlockDiscStructure,
  blankBlockStructure,
  blockDiscStructureSchema,
  withWrittenBlocks,
} from './structure.ts';

const DVD_READ_SPEEDS: readonly Speed[] = [2, 4, 6, 8, 12, 16];
const BD_READ_SPEEDS: readonly Speed[] = [2, 4, 6, 8];

/** Blocks at the end of a DVD-R or DVD-RW that the shortest lead-out takes: 2,297,888 of 2,298,496 can be written. */
const DVD_MINUS_LEAD_OUT_BLOCKS = 608;

const ZEROS = new Uint8Array(64 * USER_DATA_BYTES);

/**
 * A DVD or BD: its blocks, and what they are divided into. Where blocks may go and how tracks and sessions are closed is
 * its family's business (media-families/). Knows nothing of commands or time.
 */
export class BlockDisc extends DiscInJson implements AnyDisc {
  readonly #store: BlockStore;
  readonly #recent = new RecentWrites();
  #structure: BlockDiscStructure;
  /** Since when the drive that it is in has been formatting it in the background, on that drive's clock. */
  backgroundSinceMs: number | undefined;

  private constructor(structure: BlockDiscStructure, store: BlockStore) {
    super();
    this.#structure = structure;
    this.#store = store;
  }

  /** A new disc; its blocks are kept in memory by default. */
  static blank(medium: BlockMediumKind, store: BlockStore = new MemoryStore()): BlockDisc {
    return new BlockDisc(blankBlockStructure(medium), store);
  }

  /** A disc that was recorded earlier; blocks missing from the store read as zeros. */
  static of(structure: BlockDiscStructure, store: BlockStore = new MemoryStore()): BlockDisc {
    return new BlockDisc(blockDiscStructureSchema.parse(structure), store);
  }

  testWriteCopy(): BlockDisc {
    return new BlockDisc(structuredClone(this.#structure), NOWHERE);
  }

  /** Not to be changed. */
  get structure(): BlockDiscStructure {
    return this.#structure;
  }

  get kind(): BlockMediumKind {
    return this.#structure.medium;
  }

  get medium(): BlockMedium {
    return BLOCK_MEDIA[this.kind];
  }

  get profile(): number {
    const { family, layers } = this.medium;
    const dualLayer = layers === 2;
    switch (family) {
      case MediaFamilyName.DvdR:
        if (!dualLayer) return Profile.DvdRSequential;
        return this.#method === 'layer jump' ? Profile.DvdRDualLayerJump : Profile.DvdRDualLayerSequential;
      case MediaFamilyName.DvdRw:
        return this.#structure.layout === 'formatted' ? Profile.DvdRwRestrictedOverwrite : Profile.DvdRwSequential;
      case MediaFamilyName.DvdRam:
        return Profile.DvdRam;
      case MediaFamilyName.DvdPlusR:
        return dualLayer ? Profile.DvdPlusRDualLayer : Profile.DvdPlusR;
      case MediaFamilyName.DvdPlusRw:
        return Profile.DvdPlusRw;
      case MediaFamilyName.BdR:
        return this.#structure.layout === 'formatted' ? Profile.BdRRandom : Profile.BdRSequential;
      default:
        return Profile.BdRe;
    }
  }

  get #method() {
    return this.#structure.layout === 'sequential' ? this.#structure.method : undefined;
  }

  get isBd(): boolean {
    return this.medium.speedUnit === BD_SPEED;
  }

  /** Blocks that are written together: 32 on BD, 16 on DVD. */
  get eccBlocks(): 16 | 32 {
    return this.isBd ? 32 : 16;
  }

  get speeds(): DiscSpeeds {
    const { speedUnit, writeSpeeds, capacityBlocks } = this.medium;
    return {
      unit: speedUnit,
      write: writeSpeeds,
      read: this.isBd ? BD_READ_SPEEDS : DVD_READ_SPEEDS,
      writePasses: this.verifiesWrites ? 2 : 1,
      fullBlocks: capacityBlocks,
    };
  }

  /** With a spare area, each block is read after it is written: BD-RE, BD-R and DVD-RAM then take twice as long. */
  get verifiesWrites(): boolean {
    return (this.spareBlocks ?? 0) > 0;
  }

  /** Blocks set aside to replace bad ones; undefined if the disc has no such format. */
  get spareBlocks(): number | undefined {
    return spareBlocksOf(this.#structure);
  }

  /** The first block of each ECC block that a spare one has replaced. */
  get replaced(): readonly number[] {
    return replacedIn(this.#structure);
  }

  get unusedSpareBlocks(): number {
    return Math.max(0, (this.spareBlocks ?? 0) - this.replaced.length * this.eccBlocks);
  }

  /** Whether what is at this address is really in a spare area. */
  isReplaced(lba: number): boolean {
    return this.replaced.length > 0 && this.replaced.includes(lba - (lba % this.eccBlocks));
  }

  /** Replaces the ECC block of this address. False, with nothing done, if no spare one is left. */
  async replace(lba: number): Promise<boolean> {
    if (this.unusedSpareBlocks < this.eccBlocks) return false;
    await this.change(withReplaced(this.#structure, lba - (lba % this.eccBlocks)));
    return true;
  }

  get capacityBlocks(): number {
    const structure = this.#structure;
    const { capacityBlocks, family, layers } = this.medium;
    if (structure.layout === 'formatted') return structure.lengthBlocks;
    if (structure.layout === 'unformatted') return capacityBlocks;
    const leadOut =
      layers === 1 && (family === MediaFamilyName.DvdR || family === MediaFamilyName.DvdRw)
        ? DVD_MINUS_LEAD_OUT_BLOCKS
        : 0;
    const whole = structure.layerBreakLba === undefined ? capacityBlocks : 2 * structure.layerBreakLba;
    return whole - leadOut - (structure.format?.spareBlocks ?? 0);
  }

  get blank(): boolean {
    const structure = this.#structure;
    if (structure.unfinished !== undefined) return false;
    if (structure.layout !== 'sequential') return structure.layout === 'unformatted';
    return structure.sessions.length === 0 && structure.tracks.length === 0;
  }

  get complete(): boolean {
    return this.#structure.layout !== 'unformatted' && this.#structure.complete === true;
  }

  /** Other discs than DVD-R and DVD-RW lose nothing when the laser stops. */
  get writing(): boolean {
    const structure = this.#structure;
    const { family } = this.medium;
    if (structure.layout !== 'sequential' || (family !== 'DVD-R' && family !== 'DVD-RW')) return false;
    return structure.tracks.some(({ closed, recordedBlocks }) => !closed && recordedBlocks > 0);
  }

  get damaged(): boolean {
    return this.#store.damaged ?? false;
  }

  get readOnly(): ReadOnly | undefined {
    return this.#store.readOnly;
  }

  /** Keeps whole blocks, and counts them if they continue a track. */
  async write(lba: number, bytes: Uint8Array): Promise<void> {
    const lengthBlocks = bytes.length / USER_DATA_BYTES;
    const before = this.#structure.layout === 'formatted' ? await this.#contents(lba, lengthBlocks) : [];
    if (isZero(bytes)) await this.#store.fill(lba, USER_DATA_BYTES, lengthBlocks);
    else await this.#store.write(lba, USER_DATA_BYTES, bytes);
    this.#recent.add({ lba, lengthBlocks, before });
    this.#structure = withWrittenBlocks(this.#structure, lba, lengthBlocks);
  }

  /** Writes zeros, as a drive pads. They count as written to a track only if the caller says so in the structure. */
  async fill(lba: number, lengthBlocks: number): Promise<void> {
    if (lengthBlocks > 0) await this.#store.fill(lba, USER_DATA_BYTES, lengthBlocks);
  }

  /** Replaces the structure. */
  async change(structure: BlockDiscStructure): Promise<void> {
    await this.#store.saveStructure(structure);
    this.#structure = structure;
  }

  /** Replaces the structure, and forgets all blocks. */
  async erase(structure: BlockDiscStructure): Promise<void> {
    await this.#store.eraseAll(structure);
    this.#structure = structure;
    this.#recent.clear();
  }

  /** What was written is on the disc: a power failure no longer undoes it. */
  settle(): void {
    this.#recent.clear();
  }

  async interruptWriting(lostBlocks: number): Promise<void> {
    const lost = this.#recent.takeLast(Math.ceil(lostBlocks));
    for (const { lba, before } of lost) {
      if (before === undefined) await this.#store.erase(lba, 1);
      else await this.#store.write(lba, USER_DATA_BYTES, before);
    }
    const structure = this.#structure;
    if (structure.layout === 'formatted') await this.#interruptFormatted(lost);
    if (structure.layout !== 'sequential') return;
    const mark = this.writing;
    const lostFrom = new Set(lost.map(({ lba }) => lba));
    const tracks = structure.tracks.map((track) => {
      const end = track.startLba + track.recordedBlocks;
      let recordedEnd = end;
      while (lostFrom.has(recordedEnd - 1)) recordedEnd--;
      // Of an ECC block that was not written to its end nothing can be read.
      const whole = Math.floor((recordedEnd - track.startLba) / this.eccBlocks) * this.eccBlocks;
      const recordedBlocks = recordedEnd === end ? track.recordedBlocks : whole;
      const open = !track.closed && track.recordedBlocks > 0;
      const damaged = mark && open && recordedBlocks > 0 ? ({ damaged: true } as const) : {};
      return { ...track, recordedBlocks, ...damaged };
    });
    const begun = tracks.filter(({ recordedBlocks, sizeBlocks }) => recordedBlocks > 0 || sizeBlocks !== undefined);
    await this.change({ ...structure, tracks: begun });
  }

  async #interruptFormatted(
    lost: readonly { readonly lba: number; readonly before: Uint8Array | undefined }[],
  ): Promise<void> {
    const structure = this.#structure;
    if (structure.layout !== 'formatted') return;
    const { grownBlocks, background } = structure;
    // What was written again has its old contents; the border shrinks only by what was never recorded.
    const added = lost.filter(({ before }) => before === undefined);
    const first = Math.min(...added.map(({ lba }) => lba), grownBlocks ?? 0);
    await this.change({
      ...structure,
      ...(grownBlocks === undefined ? {} : { grownBlocks: Math.min(grownBlocks, Math.max(0, first)) }),
      ...(background === undefined ? {} : { background: { ...background, running: false } }),
    });
  }

  /**
   * Written blocks from this one onward, at least one and at most `maxBlocks`; undefined if it was not written. Not to be
   * changed, and valid until the next read.
   * @throws DamagedBlockError if the first of them is not as it was written
   */
  read(lba: number, maxBlocks: number): Promise<Uint8Array | undefined> {
    return this.#store.read(lba, maxBlocks);
  }

  unload(): void {
    this.backgroundSinceMs = undefined;
  }

  async close(): Promise<void> {
    await this.#store.close(this.#structure);
  }

  async #contents(lba: number, lengthBlocks: number): Promise<(Uint8Array | undefined)[]> {
    const contents: (Uint8Array | undefined)[] = [];
    while (contents.length < lengthBlocks) {
      const found = await this.#store
        .read(lba + contents.length, lengthBlocks - contents.length)
        .catch(() => undefined);
      if (found === undefined) contents.push(undefined);
      for (let at = 0; at < (found?.length ?? 0); at += USER_DATA_BYTES) {
        contents.push(found?.slice(at, at + USER_DATA_BYTES));
      }
    }
    return contents;
  }
}

function isZero(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at += ZEROS.length) {
    const part = bytes.subarray(at, at + ZEROS.length);
    if (Buffer.compare(part, ZEROS.subarray(0, part.length)) !== 0) return false;
  }
  return true;
}
