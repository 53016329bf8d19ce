import type { Fields, ValuesOf } from '../codec/index.ts';
import type { MediaEvent } from '../mmc/commands/get-event-status-notification.ts';
import type { BookType } from '../mmc/disc-structures.ts';
import type { FeatureDescriptor } from '../mmc/features.ts';
import type { writeParametersPage } from '../mmc/mode-pages/write-parameters.ts';
import type { ModePage, PageControl } from '../scsi/mode-page.ts';
import type { Clock } from '../transport/transport.ts';
import type { CheckCondition } from './check-condition.ts';
import type { AnyDisc } from './media/any-disc.ts';
import type { Disc } from './media/disc.ts';
import type { Rotation, Speed, SpeedUnit } from './media/rotation.ts';

/*
 * The drive as commands, write types, mode pages and behaviours see it. Nothing here knows the classes that implement it,
 * so a kind of drive can be assembled from any tables of them.
 */

/** One command as it reaches the drive. */
export interface Call {
  readonly drive: DriveCore;
  /** The program that sent it. */
  readonly initiator: Initiator;
  readonly cdb: Uint8Array;
  /** Data-out; empty if there are none. */
  readonly data: Uint8Array;
  /** Where a reply of this length may be put; nobody else has it. */
  readonly memory?: Uint8Array<ArrayBuffer> | undefined;
}

/** The drive's answer to one command. */
export interface Answer {
  /** SAM status byte. */
  readonly status: number;
  readonly sense: Uint8Array;
  readonly data: Uint8Array;
  /** What the host adapter counts as not transferred, where that is not just what `data` lacks. */
  readonly residualBytes?: number;
}

/** One program connected to the drive: what the drive keeps for that program alone. */
export interface Initiator {
  /** Still to be reported, oldest first, one per command (SAM-3 5.9.7). */
  readonly unitAttentions: CheckCondition[];
  /** Failures of its earlier commands that had already been answered; reported before anything else. */
  readonly deferredErrors: CheckCondition[];
  /** Media class events of GET EVENT STATUS NOTIFICATION, oldest first. */
  readonly mediaEvents: MediaEventCode[];
}

export type MediaEventCode = (typeof MediaEvent)[keyof typeof MediaEvent];

export interface DriveCore extends DriveWork, DriveLoader, DriveOutages {
  readonly identity: DriveIdentity;
  readonly speeds: SpeedControl;
  readonly modePages: ModePageSet;
  readonly recorder: Recorder;
  /** In the order of their codes, each current or not for the loaded disc. */
  features(): readonly FeatureDescriptor[];
}

/** What the drive is busy with, and how long that takes. */
export interface DriveWork {
  readonly clock: Clock;
  /** What keeps the drive busy, if anything. */
  readonly operation: OperationInProgress | undefined;
  /** Carries out a task over its duration: in the background if the command is immediate, otherwise before returning. */
  perform(task: TimedEffect, immediate: boolean): Promise<void>;
  /** Adds to the time that the current command takes: it is answered that much later. */
  delay(milliseconds: number): void;
}

/** A task that takes time and has its effect at the end. */
export interface TimedEffect {
  readonly durationMs: number;
  readonly effect: () => Promise<void>;
  /** Called when the power fails before the end. Default: nothing happens. */
  readonly interrupted?: () => Promise<void>;
}

export interface OperationInProgress {
  /** Its time has passed; it takes effect with the next command. */
  readonly over: boolean;
  readonly remainingMs: number;
  /** The drive's answer meanwhile to commands that need the disc. */
  readonly busy: CheckCondition;
}

/** The tray and the disc in it. */
export interface DriveLoader {
  readonly tray: Tray;
  /** The disc. Throws 2/3A/xx without one. */
  readonly disc: AnyDisc;
  /** The disc; undefined while the tray is open or empty. */
  readonly loadedDisc: AnyDisc | undefined;
  /** Throws 2/3A/xx without a disc and 2/04/xx while the drive is busy. */
  requireReady(): void;
  /** Closes the tray, with or without a disc. If there is one, every program's next command reports it. */
  load(immediate: boolean): Promise<void>;
  /** Opens the tray, locked or not. A test write is forgotten; what the buffer held is on the disc by then. */
  eject(): void;
}

export interface Tray {
  readonly open: boolean;
  /** The disc in it, whether it is open or not. */
  readonly disc: AnyDisc | undefined;
  /** PREVENT MEDIUM REMOVAL keeps it closed. */
  locked: boolean;
}

/** The ways in which drive and host lose contact: for behaviours, within a command. */
export interface DriveOutages {
  /**
   * Starts again: what the buffer held never reaches the disc, a track or session that was being written is left as it is,
   * settings are as after power-on, the tray is unlocked, every program gets 6/29/00.
   * @param reload the disc is also loaded again, as after a power failure
   */
  restart(options: { readonly reload: boolean }): Promise<void>;
  /** The drive is unplugged: no command reaches it any more. It still finishes what it is doing. */
  vanish(reason: string): void;
}

/** What the drive calls itself. ASCII; texts too long for the standard's fields are refused when a command asks for them. */
export interface DriveIdentity {
  /** At most 8 characters. */
  readonly vendor: string;
  /** At most 16 characters. */
  readonly product: string;
  /** At most 4 characters. */
  readonly revision: string;
  readonly serialNumber: string;
}

/** The speeds that the drive has, and those in use. */
export interface SpeedControl {
  /** What 1x is for the loaded disc; that of CD without one. */
  readonly unit: SpeedUnit;
  /** Ascending: the drive's for the loaded disc. */
  readonly readSpeeds: readonly Speed[];
  /** Ascending: the drive's speeds that the loaded disc allows, or the drive's slowest if it allows none. */
  readonly writeSpeeds: readonly Speed[];
  readonly readRotation: Rotation;
  readonly writeRotation: Rotation;
  readonly read: Speed;
  /**
   * As set: the fastest that is not above the request, or the slowest if all are (MMC-5 6.39). Reached at the outer
   * edge, unless the linear speed is constant.
   */
  readonly write: Speed;
  /** In kB/s, as the drive reports it. */
  toKBps(speed: Speed): number;
  requestReadKBps(kBps: number): void;
  requestWriteKBps(kBps: number): void;
  /** How long it takes to read blocks starting at an address. */
  readMs(startLba: number, lengthBlocks: number): number;
  writeMs(startLba: number, lengthBlocks: number): number;
}

/** The mode pages: each as three images, current, default and changeable (SPC-3 6.9). There are no saved ones. */
export interface ModePageSet {
  /** Ascending. */
  readonly codes: readonly number[];
  /** The current values of one of the drive's pages. */
  values<F extends Fields>(page: ModePage<F>): ValuesOf<F>;
  /** One image of a page; undefined when there is no such page. */
  image(code: number, control: Exclude<PageControl, typeof PageControl.Saved>): Uint8Array | undefined;
  /**
   * Accepts all of the pages, or none of them.
   * @param offsets where each page begins in the parameter list, for field pointers
   * @throws CheckCondition 5/26/00
   */
  select(pages: readonly Uint8Array[], offsets: readonly number[]): void;
}

export type WriteParameters = ValuesOf<typeof writeParametersPage.layout.fields>;

/** The books that a drive writes on new DVD+R, and on DVD+RW when it formats them: their own, or that of DVD-ROM. */
export interface BookTypes {
  readonly dvdPlusR: BookType;
  readonly dvdPlusRDualLayer: BookType;
  readonly dvdPlusRw: BookType;
}

export interface BlocksToWrite {
  readonly lba: number;
  readonly lengthBlocks: number;
  readonly bytes: Uint8Array;
  /** In time rather than verified (WRITE(12)). */
  readonly streaming?: boolean;
}

/** What a write type, or a family of media, uses to write. */
export interface WritePath<D extends AnyDisc = Disc> {
  /** The disc or, while the Write Parameters page says Test Write, a copy that is not kept. Throws 2/3A/xx without one. */
  readonly disc: D;
  /** The Write Parameters page as it is now. */
  readonly parameters: WriteParameters;
  readonly speeds: Pick<SpeedControl, 'writeMs'>;
  readonly buffer: WriteBuffer;
  readonly bookTypes: BookTypes;
  /** Puts blocks into the buffer. Throws 2/04/08, with nothing accepted, if they do not fit. */
  take(blocks: BlocksToWrite): void;
  /** Now, in milliseconds of the drive's clock: what goes on in the background has come so far. */
  now(): number;
  /** Ends a test write: addresses are those of the disc again. */
  endTestWrite(): void;
}

/** Where bytes wait between WRITE and the disc. */
export interface WriteBuffer {
  readonly capacityBytes: number;
  readonly freeBytes: number;
  /** Not yet on the disc. */
  readonly waitingBytes: number;
  /** How long the disc must still turn until the buffer is empty. */
  readonly msUntilEmpty: number;
  /** Discards its contents. */
  clear(): void;
}

/**
 * Writes a CD with the write type that the Write Parameters page names, any other disc as its family prescribes. Methods
 * throw 5/64/00 if the drive does not have that write type.
 */
export interface Recorder extends WritePath<AnyDisc> {
  /** A vendor's command replaces them. */
  bookTypes: BookTypes;
  /** To the disc as it is now. */
  pathTo<D extends AnyDisc>(disc: D): WritePath<D>;
  /** The same for a CD. Throws 5/30/02 for another disc. */
  readonly cd: WritePath;
  /** Whether what was written last is read afterwards, and bad blocks replaced: neither streamed nor with AWRE off. */
  readonly verifying: boolean;
  /** Where the write type wants the host to continue, if not at the start of the next track. */
  readonly nextWritableLba: number | undefined;
  /** Bytes of one block of WRITE data, which may depend on where it goes. */
  blockBytes(lba?: number): number;
  /** Throws CheckCondition for blocks that cannot go where they should. */
  write(blocks: BlocksToWrite, initiator: Initiator): Promise<void>;
  /** Ends the writing in progress, by SYNCHRONIZE CACHE or by closing: from now on the buffer may run empty. */
  flush(): TimedEffect;
}

/** Counts of what happened while writing, since the drive was switched on. */
export interface WriteStatistics {
  /** How often the buffer ran empty within a track and the drive continued after a link (BUFE). */
  readonly links: number;
  /** How often that ruined a track because BUFE was off. */
  readonly ruinedTracks: number;
  /** WRITEs refused with 2/04/08. */
  readonly refusedWrites: number;
  /** The least that the buffer held while more was to come: its low-water mark. Its size if nothing was written yet. */
  readonly lowWaterBytes: number;
  /** The size of the buffer. */
  readonly bufferBytes: number;
}
