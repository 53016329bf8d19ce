import { decodeControl, encodeControl } from '../../cd/control.ts';
import type { TrackState } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import { type Position, positionFrom, readPositions, WINDOW_BLOCKS } from './q-positions.ts';

export interface QControl {
  /** The CONTROL nibble within the track, without the copy bit if that alternates; undefined if Q does not show it. */
  readonly control: number | undefined;
  /** SCMS: the track is a copy, of which no further copy may be made. */
  readonly serialCopy: boolean;
}

/**
 * The copy bit of an SCMS copy alternates at 9.375 Hz (IEC 60908), four blocks on and four off: so many blocks show
 * whether it does.
 */
const PERIOD_BLOCKS = 8;
const MOST_WINDOWS = 4;

/**
 * The CONTROL nibble of a track and whether its copy bit alternates. Where too few frames can be read to know, the copy bit is
 * that of the table of contents.
 */
export async function readControl(
  drive: Drive,
  { number, startLba, control: inToc }: Pick<TrackState, 'number' | 'startLba' | 'control'>,
  endLba: number,
  warnings: string[],
): Promise<QControl> {
  const positions = new Map<number, Position>();
  for (let at = startLba, window = 0; window < MOST_WINDOWS && at < endLba; window++, at += WINDOW_BLOCKS) {
    for (const each of await readPositions(drive, at, Math.min(WINDOW_BLOCKS, endLba - at))) {
      if (each.track === number && each.lba >= startLba) positions.set(each.lba, each);
    }
    if (positions.size >= PERIOD_BLOCKS) break;
  }
  const [first] = positions.values();
  // A command fails as a whole where one of its blocks cannot be read.
  const some = first ?? (await positionFrom(drive, startLba, endLba));
  if (some === undefined) return { control: undefined, serialCopy: false };
  const flags = decodeControl(some.control);
  const copyBits = new Set([...positions.values()].map(({ control }) => decodeControl(control).copyPermitted));
  if (copyBits.size > 1) return { control: encodeControl({ ...flags, copyPermitted: false }), serialCopy: true };
  if (positions.size >= PERIOD_BLOCKS) return { control: some.control, serialCopy: false };
  warnings.push(
    `too little of the Q sub-channel of track ${number} can be read to know whether it is an SCMS copy: the copy bit is that of the table of contents`,
  );
  const { copyPermitted } = decodeControl(inToc);
  return { control: encodeControl({ ...flags, copyPermitted }), serialCopy: false };
}
