import type { Loudness } from './measure.ts';

/** The target of EBU R 128. */
export const R128_TARGET_LUFS = -23;
/** Below full scale, for what is between the samples. */
const HEADROOM_DB = 1;

/** The gain that makes tracks as loud as they should be, in dB. */
export interface AlbumGain {
  readonly gainDb: number;
  /** Whether the target would need more: the loudest sample may not come nearer to full scale than 1 dB. */
  readonly limited: boolean;
}

/** The one gain with which an album has this loudness; silence gets none. Sound is never made louder than its peaks allow. */
export function albumGain({ lufs, peakDb }: Loudness, targetLufs = R128_TARGET_LUFS): AlbumGain {
  if (!Number.isFinite(lufs)) return { gainDb: 0, limited: false };
  const wanted = targetLufs - lufs;
  const most = Math.max(0, -HEADROOM_DB - peakDb);
  return wanted > most ? { gainDb: most, limited: true } : { gainDb: wanted, limited: false };
}
