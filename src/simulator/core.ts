import type { Fields, ValuesOf } from '../codec/index.ts';
import type { MediaEvent } from '../mmc/commands/get-event-status-notification.ts';
import type { FeatureDescriptor } from '../mmc/features.ts';
import type { writeParametersPage } from '../mmc/mode-pages/write-parameters.ts';
import type { ModePage, PageControl } from '../scsi/mode-page.ts';
import type { Clock } from '../transport/transport.ts';
import type { CheckCondition } from './check-condition.ts';
import type { Disc } from './media/disc.ts';
import type { Rotation, Speed } from './media/rotation.ts';

/*
 * The drive as commands, write types, mode pages and behaviours see it. Nothing here knows the classes that implement it,
 * so that a kind of drive can be assembled from any tables of them.
 */

/** One command as it reached the drive. */
export interface Call {
  readonly drive: DriveCore;
  /** The program that sent it. */
  readonly initiator: Initiator;
  readonly cdb: Uint8Array;
  /** Data-out; empty for commands without. */
  readonly data: Uint8Array;
}

/** What the drive answers to one command. */
export interface Answer {
  /** SAM status byte. */
  readonly status: number;
  readonly sense: Uint8Array;
  readonly data: Uint8Array;
}

/** One program that talks to the drive: what the drive keeps for it alone. */
export interface Initiator {
  /** To be reported, oldest first, one a command (SAM-3 5.9.7). */
  readonly unitAttentions: CheckCondition[];
  /** What went wrong with a command of its own that had been answered already; reported before anything else. */
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
  /** In the order of their codes, each in force or not with the disc that is in now. */
  features(): readonly FeatureDescriptor[];
}

/** What the drive is busy with, and the time that it takes. */
export interface DriveWork {
  readonly clock: Clock;
  /** What keeps the drive busy, if anything does. */
  readonly operation: OperationInProgress | undefined;
  /** Has something last its time: in the background if the command is immediate, else until it is over. */
  perform(task: TimedEffect, immediate: boolean): Promise<void>;
  /** Time that the command in hand takes besides: it is answered later by as much. */
  delay(milliseconds: number): void;
}

/** Something to be done that takes time: lasting so long, and then having its effect. */
export interface TimedEffect {
  readonly durationMs: number;
  readonly effect: () => Promise<void>;
  /** What becomes of it when the power goes before its time; nothing unless given. */
  readonly interrupted?: () => Promise<void>;
}

export interface OperationInProgress {
  /** Its time has passed; its effect comes with the next command. */
  readonly over: boolean;
  readonly remainingMs: number;
  /** What the drive answers meanwhile to commands that need the disc. */
  readonly busy: CheckCondition;
}

/** The tray and what lies in it. */
export interface DriveLoader {
  readonly tray: Tray;
  /** The disc. Throws 2/3A/xx without one. */
  readonly disc: Disc;
  /** The disc; undefined while the tray is open or empty. */
  readonly loadedDisc: Disc | undefined;
  /** Throws 2/3A/xx without a disc and 2/04/xx while the drive is busy. */
  requireReady(): void;
  /** Closes the tray with what lies in it. Every program learns of a disc with its next command. */
  load(immediate: boolean): Promise<void>;
  /** Opens the tray, locked or not. A test write is forgotten; what the buffer held is on the disc by then. */
  eject(): void;
}

export interface Tray {
  readonly open: boolean;
  /** What lies in it, whether it is open or not. */
  readonly disc: Disc | undefined;
  /** PREVENT MEDIUM REMOVAL holds it shut. */
  locked: boolean;
}

/** The ways in which drive and host lose each other: for behaviours, within a command. */
export interface DriveOutages {
  /**
   * Begins anew: what the buffer held never reaches the disc, a track or session that was being written is left as it is,
   * settings are as after power-on, the tray is unlocked, every program gets 6/29/00.
   * @param reload the disc is looked at anew too, as when the power was gone
   */
  restart(options: { readonly reload: boolean }): Promise<void>;
  /** No command reaches the drive any more: it has been unplugged. What it does it does to the end. */
  vanish(reason: string): void;
}

/** What the drive calls itself. ASCII; longer texts than the standard has room for are refused when asked for. */
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
  /** Ascending. */
  readonly readSpeeds: readonly Speed[];
  /** Ascending: those of the drive that the disc that is in allows, or the slowest of the drive if it allows none. */
  readonly writeSpeeds: readonly Speed[];
  readonly readRotation: Rotation;
  readonly writeRotation: Rotation;
  readonly read: Speed;
  /**
   * As set: the fastest that is not above the wish, or the slowest there is when all are (MMC-5 6.39). Reached at the outer
   * edge, unless the disc passes evenly.
   */
  readonly write: Speed;
  requestReadKBps(kBps: number): void;
  requestWriteKBps(kBps: number): void;
  /** How long blocks take to be read from an address on. */
  readMs(startLba: number, lengthBlocks: number): number;
  writeMs(startLba: number, lengthBlocks: number): number;
}

/** The mode pages: each as three images, current, default and changeable (SPC-3 6.9). There are no saved ones. */
export interface ModePageSet {
  /** Ascending. */
  readonly codes: readonly number[];
  /** The current values of a page that the drive has. */
  values<F extends Fields>(page: ModePage<F>): ValuesOf<F>;
  /** One image of a page; undefined when there is no such page. */
  image(code: number, control: Exclude<PageControl, typeof PageControl.Saved>): Uint8Array | undefined;
  /**
   * Takes whole pages over, or none of them.
   * @param offsets where each page begins in the parameter list, for field pointers
   * @throws CheckCondition 5/26/00
   */
  select(pages: readonly Uint8Array[], offsets: readonly number[]): void;
}

export type WriteParameters = ValuesOf<typeof writeParametersPage.layout.fields>;

export interface BlocksToWrite {
  readonly lba: number;
  readonly lengthBlocks: number;
  readonly bytes: Uint8Array;
}

/** What a write type writes with. */
export interface WritePath {
  /** The disc, or while the Write Parameters page says Test Write a copy that forgets. Throws 2/3A/xx without one. */
  readonly disc: Disc;
  /** The Write Parameters page as it is now. */
  readonly parameters: WriteParameters;
  readonly speeds: Pick<SpeedControl, 'writeMs'>;
  readonly buffer: WriteBuffer;
  /** Takes blocks into the buffer. Throws 2/04/08, nothing taken, when they do not fit. */
  take(blocks: BlocksToWrite): void;
  /** Forgets a test write: addresses are as on the disc again. */
  endTestWrite(): void;
}

/** What bytes wait in between WRITE and the disc. */
export interface WriteBuffer {
  readonly capacityBytes: number;
  readonly freeBytes: number;
  /** Not yet on the disc. */
  readonly waitingBytes: number;
  /** How long the disc still has to turn until the buffer is empty. */
  readonly msUntilEmpty: number;
  /** Loses what waits. */
  clear(): void;
}

/** Writing under the write type that the Write Parameters page names. Methods throw 5/64/00 when the drive has no such type. */
export interface Recorder extends WritePath {
  /** Where the write type has the host go on, if not at the start of the next track. */
  readonly nextWritableLba: number | undefined;
  /** Bytes of one block of WRITE data, which may depend on where it goes. */
  blockBytes(lba?: number): number;
  /** Throws CheckCondition for blocks that cannot go where they should. */
  write(blocks: BlocksToWrite, initiator: Initiator): Promise<void>;
  /** What ends the writing that is under way, by SYNCHRONIZE CACHE or by closing: the buffer may run empty now. */
  flush(): TimedEffect;
}
