import { DecodeError } from '../../codec/index.ts';
import { apply } from '../../drive/ask.ts';
import type { Drive } from '../../drive/drive.ts';
import { CD_1X_KBPS } from '../../drive/write-speed.ts';
import { MAX_SPEED_KBPS, setCdSpeed } from '../../mmc/commands/set-cd-speed.ts';
import { capabilitiesPage } from '../../mmc/mode-pages/capabilities.ts';
import { SenseError, StatusError } from '../../scsi/sense-error.ts';

/** What page 2Ah says about reading audio; undefined where a drive does not say it. */
export interface ReadingAbilities {
  readonly accurateStream: boolean | undefined;
  readonly c2: boolean | undefined;
  readonly bufferBytes: number | undefined;
  readonly currentReadKBps: number | undefined;
  readonly maxReadKBps: number | undefined;
  readonly currentWriteKBps: number | undefined;
}

const UNKNOWN: ReadingAbilities = {
  accurateStream: undefined,
  c2: undefined,
  bufferBytes: undefined,
  currentReadKBps: undefined,
  maxReadKBps: undefined,
  currentWriteKBps: undefined,
};

export async function readingAbilities(drive: Drive): Promise<ReadingAbilities> {
  try {
    const { values } = await drive.modePage(capabilitiesPage);
    const { cdDaStreamAccurate, c2Pointers, bufferKiB, currentReadKBps, maxReadKBps } = values;
    return {
      accurateStream: cdDaStreamAccurate,
      c2: c2Pointers,
      bufferBytes: bufferKiB * 1_024,
      currentReadKBps: currentReadKBps || undefined,
      maxReadKBps: maxReadKBps || undefined,
      currentWriteKBps: values.currentWriteKBps || values.legacyCurrentWriteKBps || undefined,
    };
  } catch (error) {
    if (error instanceof SenseError || error instanceof DecodeError) return UNKNOWN;
    throw error;
  }
}

/** Multiples of 1x, from which the next lower one is chosen after trouble: errors become fewer as the disc turns slower. */
const STEPS = [40, 32, 24, 16, 8, 4, 2, 1];

/** The speed at which the drive reads. Disposed of, it is as it was before. */
export class ReadSpeed implements AsyncDisposable {
  readonly #drive: Drive;
  readonly #abilities: ReadingAbilities;
  readonly #wantedKBps: number;
  #currentKBps: number;
  #changed = false;
  #refused = false;

  constructor(drive: Drive, abilities: ReadingAbilities, wantedKBps: number | undefined) {
    this.#drive = drive;
    this.#abilities = abilities;
    this.#wantedKBps = wantedKBps ?? abilities.currentReadKBps ?? MAX_SPEED_KBPS;
    this.#currentKBps = abilities.currentReadKBps ?? MAX_SPEED_KBPS;
  }

  /** Sets the speed that was asked for. Back to it after {@link slower}. */
  async begin(): Promise<void> {
    if (this.#currentKBps !== this.#wantedKBps) await this.#set(this.#wantedKBps);
  }

  /** One step slower. Does nothing at 1x. */
  async slower(): Promise<void> {
    const fastest = Math.min(this.#currentKBps, this.#abilities.maxReadKBps ?? this.#currentKBps);
    const step = STEPS.map((times) => times * CD_1X_KBPS).find((KBps) => KBps < fastest);
    if (step !== undefined) await this.#set(step);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (!this.#changed) return;
    this.#changed = false;
    // What went wrong before matters more than a speed that could not be restored.
    await this.#send(this.#abilities.currentReadKBps ?? MAX_SPEED_KBPS).catch(() => {});
  }

  async #set(readKBps: number): Promise<void> {
    if (this.#refused) return;
    this.#changed = true;
    try {
      await this.#send(readKBps);
      this.#currentKBps = readKBps;
    } catch (error) {
      if (!(error instanceof SenseError || error instanceof StatusError)) throw error;
      this.#refused = true;
    }
  }

  /** The write speed stays as it is. */
  #send(readKBps: number): Promise<void> {
    const writeKBps = this.#abilities.currentWriteKBps ?? MAX_SPEED_KBPS;
    return apply(this.#drive, setCdSpeed({ readKBps, writeKBps }));
  }
}
