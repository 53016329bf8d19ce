import { lbaOfMsf } from '../../cd/msf.ts';
import { fromBcd, isQIntact } from '../../cd/q-channel.ts';
import { qOfRaw, rToW } from '../../cd/sub-channel.ts';
import { TocPoint } from '../../cd/toc.ts';
import { bits, struct, u8 } from '../../codec/index.ts';
import { MultiSession } from '../../mmc/mode-pages/write-parameters.ts';
import { LeadInText } from './lead-in-text.ts';

/** Q of a lead-in: an entry of the table of contents (ECMA-130 22.3.4). */
const tocFrame = struct(12, {
  control: bits(0, [7, 4]),
  adr: bits(0, [3, 0]),
  track: u8(1),
  point: u8(2), // in binary-coded decimal for tracks
  minute: u8(3),
  pointMinute: u8(7),
  pointSecond: u8(8),
  pointFrame: u8(9),
});

const POSITIONS = 1;
const POINTERS = 5;
const LAST_BCD_TRACK = 0x99;
const NO_ADDRESS = 0xff;

export interface TocOfRaw {
  readonly tracks: ReadonlyMap<number, { readonly control: number; readonly startLba: number }>;
  readonly leadOutLba: number;
  readonly discType: number;
  readonly multiSession: MultiSession;
  readonly cdText: string | undefined;
}

/** Reads the table of contents and CD-TEXT out of the sub-channels of a lead-in. */
export class RawLeadIn {
  readonly #tracks = new Map<number, { control: number; startLba: number }>();
  readonly #text = new LeadInText();
  #leadOutLba: number | undefined;
  #discType = 0;
  #multiSession: MultiSession = MultiSession.NoNextSession;

  /** Takes the 96 raw bytes of one block. Damaged frames are passed over: every entry comes three times. */
  add(raw: Uint8Array): void {
    this.#text.add(rToW(raw));
    const frame = qOfRaw(raw);
    if (!isQIntact(frame)) return;
    const entry = tocFrame.decode(frame);
    if (entry.track !== 0) return;
    if (entry.adr === POINTERS && entry.point === TocPoint.NextSession) {
      this.#multiSession =
        entry.minute === NO_ADDRESS ? MultiSession.NoNextSessionFinalPointer : MultiSession.NextSessionAllowed;
    }
    if (entry.adr !== POSITIONS) return;
    if (entry.point === TocPoint.FirstTrack) this.#discType = entry.pointSecond;
    else if (entry.point === TocPoint.LeadOut) this.#leadOutLba = addressOf(entry);
    else if (entry.point >= 1 && entry.point <= LAST_BCD_TRACK) {
      const startLba = addressOf(entry);
      if (startLba !== undefined) this.#tracks.set(fromBcd(entry.point), { control: entry.control, startLba });
    }
  }

  /** Undefined while there is no lead-out, or no track, in it. */
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

function addressOf(entry: { pointMinute: number; pointSecond: number; pointFrame: number }): number | undefined {
  const minute = fromBcd(entry.pointMinute);
  const second = fromBcd(entry.pointSecond);
  const frame = fromBcd(entry.pointFrame);
  return minute < 100 && second < 60 && frame < 75 ? lbaOfMsf({ minute, second, frame }) : undefined;
}
