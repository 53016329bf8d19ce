import { MediaEvent } from '../../mmc/commands/get-event-status-notification.ts';
import { SenseKey } from '../../scsi/sense.ts';
import { CheckCondition } from '../check-condition.ts';
import type { Initiator, MediaEventCode, TimedEffect, Tray } from '../core.ts';
import type { AnyDisc } from '../media/any-disc.ts';

/** From closing the tray until the disc is recognized; an estimate. */
const LOAD_MS = 6_000;

/** 6/29/00 power on, reset, or bus device reset occurred. */
export const POWER_ON = new CheckCondition(SenseKey.UnitAttention, 0x29, 0x00);
/** 6/28/00 not ready to ready change, medium may have changed. */
const MEDIUM_CHANGED = new CheckCondition(SenseKey.UnitAttention, 0x28, 0x00);

/** The disc in the drive, and the programs to which changes are reported. */
export class Presence {
  readonly #tray: { open: boolean; disc: AnyDisc | undefined; locked: boolean };
  readonly #programs = new Set<Initiator>();
  readonly #justPoweredOn: boolean;

  constructor(disc: AnyDisc | undefined, justPoweredOn: boolean) {
    this.#tray = { open: false, disc, locked: false };
    this.#justPoweredOn = justPoweredOn;
  }

  get tray(): Tray {
    return this.#tray;
  }

  /** The disc; undefined while the tray is open or empty. */
  get loadedDisc(): AnyDisc | undefined {
    return this.#tray.open ? undefined : this.#tray.disc;
  }

  connect(): Initiator {
    const program: Initiator = { unitAttentions: [], deferredErrors: [], mediaEvents: [] };
    if (this.#justPoweredOn) program.unitAttentions.push(POWER_ON);
    this.#programs.add(program);
    return program;
  }

  disconnect(program: Initiator): void {
    this.#programs.delete(program);
  }

  /** Closes the tray, with or without a disc. If there is one, every program's next command reports it. */
  loading(): TimedEffect {
    this.#tray.open = false;
    if (this.#tray.disc === undefined) return { durationMs: 0, effect: async () => {} };
    this.#report(MediaEvent.NewMedia, MEDIUM_CHANGED);
    return { durationMs: LOAD_MS, effect: async () => {} };
  }

  openTray(): void {
    if (this.#tray.disc !== undefined && !this.#tray.open) this.#report(MediaEvent.MediaRemoval);
    this.#tray.open = true;
  }

  /** Puts another disc, or none, into the tray and closes it. Returns the disc that was in it. */
  exchange(disc: AnyDisc | undefined): AnyDisc | undefined {
    const before = this.#tray.disc;
    this.#tray.disc = disc;
    this.#tray.open = false;
    return before;
  }

  /** The button of a tray that PREVENT keeps closed was pressed. */
  ejectRequested(): void {
    this.#report(MediaEvent.EjectRequest);
  }

  /** The tray is unlocked and everything kept for the programs is discarded: each gets only 6/29/00. */
  restart(): void {
    this.#tray.locked = false;
    for (const { unitAttentions, deferredErrors, mediaEvents } of this.#programs) {
      deferredErrors.length = 0;
      mediaEvents.length = 0;
      unitAttentions.splice(0, Number.POSITIVE_INFINITY, POWER_ON);
    }
  }

  #report(mediaEvent: MediaEventCode, attention?: CheckCondition): void {
    for (const program of this.#programs) {
      if (attention !== undefined) program.unitAttentions.push(attention);
      program.mediaEvents.push(mediaEvent);
    }
  }
}
