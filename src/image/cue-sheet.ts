import { PREGAP_BLOCKS } from '../burn/index.ts';
import { formatLength } from '../mmc/address.ts';

/** One track as a CUE sheet places it. */
export interface CueTrack {
  readonly number: number;
  readonly startLba: number;
  /** Where the audio of the track before ends; 0 for the first track. */
  readonly previousEndLba: number;
}

/**
 * The CUE sheet of a BIN file that begins with LBA 0. The pause before a track is its INDEX 00; what lies before the pause
 * (the run-out of a Track-At-Once track) belongs to the track before, as on the disc.
 */
export function cueSheet(binName: string, tracks: readonly CueTrack[]): string {
  const lines = tracks.flatMap(({ number, startLba, previousEndLba }) => {
    const pause = Math.min(PREGAP_BLOCKS, startLba - previousEndLba);
    return [
      `  TRACK ${String(number).padStart(2, '0')} AUDIO`,
      ...(pause > 0 ? [`    INDEX 00 ${formatLength(startLba - pause)}`] : []),
      `    INDEX 01 ${formatLength(startLba)}`,
    ];
  });
  return `FILE "${binName}" BINARY\n${lines.join('\n')}\n`;
}
