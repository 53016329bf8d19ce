import { MediaEvent } from '../../mmc/commands/get-event-status-notification.ts';
import { SenseKey } from '../../scsi/sense.ts';
import { CheckCondition } from '../check-condition.ts';
import type { Disc } from '../media/disc.ts';
import type { TimedEffect } from '../write-types/write-type.ts';
import { Initiator, type MediaEventCode } from './initiator.ts';
import { Tray } from './tray.ts';

/** From the tray's closing to a disc that is known; an estimate. */
const LOAD_MS = 6_000;

/** 6/29/00 power on, reset, or bus device reset occurred. */
export const POWER_ON = new CheckCondition(SenseKey.UnitAttention, 0x29, 0x00);
/** 6/28/00 not ready to ready change, medium may have changed. */
const MEDIUM_CHANGED = new CheckCondition(SenseKey.UnitAttention, 0x28, 0x00);

/** What is in the drive, and who has to be told when that changes. */
export class Presence {
  readonly tray: Tray;
  readonly #programs = new Set<Initiator>();
  readonly #justPoweredOn: boolean;

  constructor(disc: Disc | undefined, justPoweredOn: boolean) {
    this.tray = new Tray(disc);
    this.#justPoweredOn = justPoweredOn;
  }

  connect(): Initiator {
    const program = new Initiator();
    if (this.#justPoweredOn) program.unitAttentions.push(POWER_ON);
    this.#programs.add(program);
    return program;
  }

  disconnect(program: Initiator): void {
    this.#programs.delete(program);
  }

  /** Closes the tray with what lies in it. Every program learns of a disc with its next command. */
  loading(): TimedEffect {
    this.tray.open = false;
    if (this.tray.disc === undefined) return { durationMs: 0, effect: async () => {} };
    this.#tell(MediaEvent.NewMedia, MEDIUM_CHANGED);
    return { durationMs: LOAD_MS, effect: async () => {} };
  }

  openTray(): void {
    if (this.tray.disc !== undefined && !this.tray.open) this.#tell(MediaEvent.MediaRemoval);
    this.tray.open = true;
  }

  /** Somebody has pressed the button of a tray that PREVENT holds shut. */
  ejectWished(): void {
    this.#tell(MediaEvent.EjectRequest);
  }

  /** Settings and locks are gone, and every program is told why. */
  restart(): void {
    this.tray.locked = false;
    for (const program of this.#programs) program.forget(POWER_ON);
  }

  #tell(mediaEvent: MediaEventCode, attention?: CheckCondition): void {
    for (const program of this.#programs) {
      if (attention !== undefined) program.unitAttentions.push(attention);
      program.mediaEvents.push(mediaEvent);
    }
  }
}
