import { isTrackNumber } from '../../cd/geometry.ts';
import { lbaIfMsf } from '../../cd/msf.ts';
import { isQIntact, QMode } from '../../cd/q-channel.ts';
import { qOfRaw } from '../../cd/sub-channel.ts';
import { pointAddress } from '../../cd/toc.ts';
import { decodeTocEntry, TocPoint } from '../../cd/toc-entry.ts';
import { MultiSession } from '../../mmc/mode-pages/write-parameters.ts';
import { LeadInText } from './lead-in-text.ts';

const NO_ADDRESS = 0xff;

export interface TocOfRaw {
  readonly tracks: ReadonlyMap<number, { readonly control: number; readonly startLba: number }>;
  readonly leadOutLba: number;
  readonly discType: number;
  readonly multiSession: MultiSession;
  readonly cdText: string | undefined;
}

/** Reads the table of contents and CD-TEXT from the sub-channels of a lead-in. */
export class RawLeadIn {
  readonly #tracks = new Map<number, { control: number; startLba: number }>();
  readonly #text = new LeadInText();
  #leadOutLba: number | undefined;
  #discType = 0;
  #multiSession: MultiSession = MultiSession.NoNextSession;

  /** Adds the 96 raw bytes of one block. Damaged frames are skipped: every entry comes three times. */
  add(raw: Uint8Array): void {
    this.#text.add(raw);
    const frame = qOfRaw(raw);
    if (!isQIntact(frame)) return;
    const entry = decodeTocEntry(frame);
    if (entry === undefined) return;
    if (entry.adr === QMode.Pointer && entry.point === TocPoint.NextSession) {
      this.#multiSession =
        entry.minute === NO_ADDRESS ? MultiSession.NoNextSessionFinalPointer : MultiSession.NextSessionAllowed;
    }
    if (entry.adr !== QMode.Position) return;
    if (entry.point === TocPoint.FirstTrack) this.#discType = entry.pointSecond;
    else if (entry.point === TocPoint.LeadOut) this.#leadOutLba = lbaIfMsf(pointAddress(entry));
    else if (isTrackNumber(entry.point)) {
      const startLba = lbaIfMsf(pointAddress(entry));
      if (startLba !== undefined) this.#tracks.set(entry.point, { control: entry.control, startLba });
    }
  }

  /** Undefined until it has a lead-out and a track. */
  get toc(): TocOfRaw | undefined {
    if (this.#leadOutLba === undefined || this.#tracks.size === 0) return undefined;
    return {
      tracks: this.#tracks,
      leadOutLba: this.#leadOutLba,
      discType: this.#discType,
      multiSession: this.#multiSession,
      cdText: this.#text.text,
    };
  }
}
