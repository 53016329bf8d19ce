import { msfOfLba } from '../../../cd/msf.ts';
import { QMode } from '../../../cd/q-channel.ts';
import { encodeTocEntry, TocPoint } from '../../../cd/toc-entry.ts';
import type { SessionLayout } from '../../whole-session/layout.ts';

/** Each entry of the table of contents comes in so many blocks in a row (ECMA-130 22.3.4). */
const REPETITIONS = 3;

interface Entry {
  readonly control: number;
  readonly point: number;
  readonly pointMinute: number;
  readonly pointSecond: number;
  readonly pointFrame: number;
}

/** The table of contents: tracks, then first track, last track and lead-out. */
export function tocOf({ tracks, leadOutLba }: SessionLayout, sessionFormat: number): Entry[] {
  const at = (control: number, point: number, lba: number): Entry => {
    const { minute, second, frame } = msfOfLba(lba);
    return { control, point, pointMinute: minute, pointSecond: second, pointFrame: frame };
  };
  const [first, last] = [tracks[0], tracks.at(-1)];
  if (first === undefined || last === undefined) return [];
  const controlOf = ({ plan }: typeof first) => plan.format.trackMode;
  return [
    ...tracks.map((track) => at(controlOf(track), track.plan.number, track.startLba)),
    {
      control: controlOf(first),
      point: TocPoint.FirstTrack,
      pointMinute: first.plan.number,
      pointSecond: sessionFormat,
      pointFrame: 0,
    },
    {
      control: controlOf(last),
      point: TocPoint.LastTrack,
      pointMinute: last.plan.number,
      pointSecond: 0,
      pointFrame: 0,
    },
    at(controlOf(last), TocPoint.LeadOut, leadOutLba),
  ];
}

/** Q of a block of the lead-in, which repeats the table of contents. @param block counted from its start */
export function leadInQ(toc: readonly Entry[], block: number, lba: number): Uint8Array {
  const entry = toc[Math.floor(block / REPETITIONS) % toc.length];
  if (entry === undefined) return new Uint8Array(0);
  return encodeTocEntry({ adr: QMode.Position, ...entry, ...msfOfLba(lba) });
}
