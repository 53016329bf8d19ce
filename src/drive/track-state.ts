import { decodeControl } from '../cd/control.ts';
import type { TrackState } from './disc.ts';
import type { TrackInformation } from './disc-queries.ts';

/** A track that is not blank, as READ TRACK INFORMATION has described it. */
export function trackState(number: number, track: TrackInformation): TrackState {
  const open = track.nextWritableValid;
  return {
    number,
    session: track.session,
    startLba: track.startLba,
    lengthBlocks: open ? Math.max(0, track.nextWritableLba - track.startLba) : track.lengthBlocks,
    kind: decodeControl(track.trackMode).kind,
    control: track.trackMode,
    dataMode: track.dataMode,
    open,
    damaged: track.damage,
  };
}
