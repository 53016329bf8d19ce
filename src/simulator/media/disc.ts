import { RUN_OUT_BLOCKS } from '../../cd/geometry.ts';
import { lbaOfMsf } from '../../cd/msf.ts';
import type { MultiSession } from '../../mmc/mode-pages/write-parameters.ts';
import type { AnyDisc } from './any-disc.ts';
import { type BlockStore, NOWHERE, type ReadOnly } from './block-store.ts';
import { CD_MEDIA, type CdMedium, type CdMediumKind, DEFAULT_MEDIUM } from './cd-media.ts';
import { DiscInJson } from './disc-in-json.ts';
import { MemoryStore } from './memory-store.ts';
import { lastTrackNumber, nextWritableLba, withClosedSession } from './program-area.ts';
import { CD_SPEED, type DiscSpeeds } from './rotation.ts';
import {
  blankStructure,
  blocksToShortest,
  type DiscStructure,
  discStructureSchema,
  isEmptyReserved,
  missingBlocks,
  openSessionTracks,
  type Session,
  type Track,
  trackEnd,
  Unfinished,
  withoutEmptyOpenTrack,
} from './structure.ts';

/** How a track is recorded: what the Write Parameters page said when its first block arrived. */
export type TrackFormat = Pick<Track, 'control' | 'copy' | 'blockBytes' | 'isrc'>;

/** Where a track is, if the host laid out its session. */
export type TrackPlace = Required<Pick<Track, 'startLba' | 'pregapBlocks' | 'runOutBlocks' | 'indexes'>> & {
  /** Of the first track on the disc, which may begin above 1; others follow the one before. */
  readonly number?: number;
};

/** What a lead-in contains in addition to the tracks. */
export type LeadInExtras = Pick<Session, 'catalogNumber' | 'cdText'>;

/** A track and the session that it belongs to. */
export interface LocatedTrack {
  readonly track: Track;
  readonly session: number;
  readonly open: boolean;
}

/** A CD: its blocks, tracks and sessions, and what can still be recorded on it. Knows nothing of commands or time. */
export class Disc extends DiscInJson implements AnyDisc {
  readonly #store: BlockStore;
  #structure: DiscStructure;

  private constructor(structure: DiscStructure, store: BlockStore) {
    super();
    this.#structure = structure;
    this.#store = store;
  }

  /** A new disc; its blocks are kept in memory by default. */
  static blank(medium: CdMediumKind = DEFAULT_MEDIUM, store: BlockStore = new MemoryStore()): Disc {
    return new Disc(blankStructure(medium), store);
  }

  /** A disc that was recorded earlier; blocks missing from the store read as zeros. */
  static of(structure: DiscStructure, store: BlockStore = new MemoryStore()): Disc {
    return new Disc(discStructureSchema.parse(structure), store);
  }

  testWriteCopy(): Disc {
    return new Disc(structuredClone(this.#structure), NOWHERE);
  }

  get structure(): DiscStructure {
    return structuredClone(this.#structure);
  }

  get kind(): CdMediumKind {
    return this.#structure.medium;
  }

  get medium(): CdMedium {
    return CD_MEDIA[this.kind];
  }

  get profile(): number {
    return this.medium.profile;
  }

  get speeds(): DiscSpeeds {
    return { unit: CD_SPEED, write: this.medium.writeSpeeds };
  }

  get capacityBlocks(): number {
    return lbaOfMsf(this.medium.lastPossibleLeadOutStart);
  }

  get sessions(): readonly Session[] {
    return this.#structure.sessions;
  }

  /** Closed and reserved tracks of the session that is still open. */
  get pma(): readonly Track[] {
    return this.#structure.pma;
  }

  get openTrack(): Track | undefined {
    return this.#structure.openTrack ?? undefined;
  }

  get complete(): boolean {
    return this.#structure.complete;
  }

  get blank(): boolean {
    return this.lastTrackNumber === 0 && this.unfinished === undefined;
  }

  get writing(): boolean {
    return this.openTrack !== undefined;
  }

  /** What a power failure left half done: a session without a valid lead-in, or half an erase. */
  get unfinished(): Unfinished | undefined {
    return this.#structure.unfinished;
  }

  get damaged(): boolean {
    return this.#store.damaged ?? false;
  }

  get readOnly(): ReadOnly | undefined {
    return this.#store.readOnly;
  }

  /** Every track, the open one included. */
  get tracks(): readonly LocatedTrack[] {
    const { sessions } = this.#structure;
    const closed = sessions.flatMap((session, index) =>
      session.tracks.map((track) => ({ track, session: index + 1, open: false })),
    );
    const current = openSessionTracks(this.#structure).map((track) => ({
      track,
      session: sessions.length + 1,
      open: track === this.#structure.openTrack,
    }));
    return [...closed, ...current];
  }

  get lastTrackNumber(): number {
    return lastTrackNumber(this.#structure);
  }

  /** Where the next block must go; undefined if no block can be added. */
  get nextWritableLba(): number | undefined {
    return nextWritableLba(this.#structure, this.capacityBlocks);
  }

  /** How many blocks the open track, or the next one, may still have: the run-out must fit before the lead-out. */
  get freeBlocks(): number {
    const next = this.nextWritableLba;
    if (next === undefined) return 0;
    const { openTrack } = this;
    if (openTrack?.reservedBlocks !== undefined) return openTrack.reservedBlocks - openTrack.lengthBlocks;
    return Math.max(0, this.capacityBlocks - RUN_OUT_BLOCKS - next);
  }

  /** The reserved track that starts at this address and has not been written to. */
  reservedTrackAt(lba: number): Track | undefined {
    const usable = this.openTrack === undefined && this.unfinished === undefined;
    return usable ? this.pma.find((track) => isEmptyReserved(track) && track.startLba === lba) : undefined;
  }

  /** Reserves space for a track; the next one begins after it. */
  async reserveTrack(format: TrackFormat, reservedBlocks: number): Promise<void> {
    const startLba = this.nextWritableLba;
    if (startLba === undefined || this.openTrack !== undefined) throw new Error('no track can be reserved now');
    const track = { ...format, number: this.lastTrackNumber + 1, startLba, lengthBlocks: 0, reservedBlocks };
    await this.#change({ pma: [...this.#structure.pma, track] });
  }

  /** Opens a reserved track: the next blocks belong to it. */
  async openReservedTrack(format: TrackFormat, lba: number): Promise<void> {
    const track = this.reservedTrackAt(lba);
    if (track === undefined) throw new Error(`no reserved track starts at LBA ${lba}`);
    const pma = this.#structure.pma.filter((each) => each !== track);
    await this.#change({ pma, openTrack: { ...track, ...format } });
  }

  /** Begins a track at the next writable address, or where the host wants it. */
  async beginTrack(format: TrackFormat, place?: TrackPlace): Promise<void> {
    const startLba = place?.startLba ?? this.nextWritableLba;
    if (startLba === undefined || this.openTrack !== undefined) throw new Error('no track can begin on this disc now');
    const next = this.lastTrackNumber + 1;
    const number = next === 1 ? (place?.number ?? next) : next;
    const track = { ...format, ...place, number, startLba, lengthBlocks: 0 };
    await this.#change({ openTrack: track });
  }

  /** Keeps whole blocks in the pregap of the open track. */
  async writePregap(lba: number, bytes: Uint8Array): Promise<void> {
    await this.#store.write(lba, this.#requireOpenTrack().blockBytes, bytes);
  }

  /** Adds whole blocks to the open track. */
  async append(bytes: Uint8Array): Promise<void> {
    const track = this.#requireOpenTrack();
    await this.#store.write(track.startLba + track.lengthBlocks, track.blockBytes, bytes);
    this.#structure.openTrack = { ...track, lengthBlocks: track.lengthBlocks + bytes.length / track.blockBytes };
  }

  /** Ends the open track, padded with zeros if the drive laid it out and it is too short, and enters it into the PMA. */
  async closeTrack(found: Partial<Pick<Track, 'indexes' | 'isrc'>> = {}): Promise<void> {
    await this.#closeTrack(missingBlocks(this.#requireOpenTrack()), found);
  }

  /** The same for a track whose host did not write it to its end: padded with zeros in any case. */
  async closeUnfinishedTrack(): Promise<void> {
    await this.#closeTrack(blocksToShortest(this.#requireOpenTrack()));
  }

  async #closeTrack(padding: number, found: Partial<Pick<Track, 'indexes' | 'isrc'>> = {}): Promise<void> {
    const track = this.#requireOpenTrack();
    if (padding > 0) await this.#store.fill(track.startLba + track.lengthBlocks, track.blockBytes, padding);
    const { damaged: _repaired, ...sound } = track;
    const closed = { ...sound, ...found, lengthBlocks: track.lengthBlocks + padding };
    const pma = openSessionTracks({ ...this.#structure, openTrack: closed });
    await this.#change({ pma, openTrack: null });
  }

  /** Writes lead-in and lead-out around the tracks of the PMA. */
  async closeSession(multiSession: MultiSession, discType: number, extras: LeadInExtras = {}): Promise<void> {
    const leadIn = { ...extras, multiSession, discType };
    await this.#change({ ...withClosedSession(this.#structure, leadIn, this.capacityBlocks), unfinished: undefined });
  }

  /** Makes a rewritable disc blank again. */
  async erase(): Promise<void> {
    const structure = blankStructure(this.kind);
    await this.#store.eraseAll(structure);
    this.#structure = structure;
  }

  /** Erases the last track of the open session from this address onward: writing continues there. */
  async eraseTail(lba: number): Promise<void> {
    const track = openSessionTracks(this.#structure).at(-1);
    if (track === undefined || lba < track.startLba) throw new Error(`LBA ${lba} is not in the last track`);
    const { damaged: _dropped, ...sound } = track;
    const lengthBlocks = lba - track.startLba;
    const pma = this.#structure.pma.filter((each) => each !== track);
    await this.#change({ pma, openTrack: lengthBlocks === 0 ? null : { ...sound, lengthBlocks } });
    await this.#store.erase(lba, trackEnd(track) - lba);
  }

  /** The burned blocks are there, but the track has no PMA entry, and nothing can be added before it is closed. */
  async interruptWriting(lostBlocks: number): Promise<void> {
    const { openTrack } = this.#structure;
    if (openTrack === null) return;
    const burnedBlocks = Math.max(0, openTrack.lengthBlocks - Math.ceil(lostBlocks));
    const interrupted: Track = { ...openTrack, lengthBlocks: burnedBlocks, damaged: true };
    await this.#change(withoutEmptyOpenTrack({ ...this.#structure, openTrack: interrupted }));
    const lost = openTrack.lengthBlocks - burnedBlocks;
    if (lost > 0) await this.#store.erase(openTrack.startLba + burnedBlocks, lost);
  }

  /** The power fails while lead-in and lead-out are being written: no lead-in lists the session until it is closed again. */
  async interruptClosing(): Promise<void> {
    await this.#change({ unfinished: Unfinished.Closing });
  }

  /** The power fails while the disc is being erased: nothing on it can be relied on until it is erased again. */
  async interruptErase(): Promise<void> {
    await this.#change({ ...blankStructure(this.kind), unfinished: Unfinished.Erasing });
  }

  /** Written blocks from this one on, 1 to `maxBlocks`; undefined if it was not written. Not to be changed; valid until the next read. */
  read(lba: number, maxBlocks: number): Promise<Uint8Array | undefined> {
    return this.#store.read(lba, maxBlocks);
  }

  unload(): void {}

  async close(): Promise<void> {
    await this.#store.close(this.#structure);
  }

  #requireOpenTrack(): Track {
    if (this.openTrack === undefined) throw new Error('no track is open');
    return this.openTrack;
  }

  async #change(changes: Changes): Promise<void> {
    const { unfinished, ...rest }: Changed = { ...this.#structure, ...changes };
    const structure = unfinished === undefined ? rest : { ...rest, unfinished };
    await this.#store.saveStructure(structure);
    this.#structure = structure;
  }
}

type Changed = Omit<DiscStructure, 'unfinished'> & { unfinished?: Unfinished | undefined };
type Changes = Partial<Changed>;
