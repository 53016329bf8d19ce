import { type OptionNames, requireKnownOptions } from '../../known-options.ts';
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

/** The options of {@link albumGain}. */
export interface AlbumGainOptions {
  /** In LUFS. Default: -23, the target of EBU R 128. */
  readonly targetLufs?: number | undefined;
}

const OPTIONS: OptionNames<AlbumGainOptions> = { targetLufs: 'main' };

/** The one gain with which an album has this loudness; silence gets none. Sound is never made louder than its peaks allow. @throws OptionsError */
export function albumGain({ lufs, peakDb }: Loudness, options: AlbumGainOptions = {}): AlbumGain {
  requireKnownOptions('albumGain()', options, OPTIONS);
  const { targetLufs = R128_TARGET_LUFS } = options;
  if (!Number.isFinite(lufs)) return { gainDb: 0, limited: false };
  const wanted = targetLufs - lufs;
  const most = Math.max(0, -HEADROOM_DB - peakDb);
  return wanted > most ? { gainDb: most, limited: true } : { gainDb: wanted, limited: false };
}
