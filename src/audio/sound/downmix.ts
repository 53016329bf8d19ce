import type { SoundPiece, Speaker } from './sound.ts';

/** -3 dB. */
const HALF_POWER = Math.SQRT1_2;

/** How much of a loudspeaker's channel goes to the left and the right (ITU-R BS.775-3, table 2; the bass channel is left out). */
const SHARES: Readonly<Record<Speaker, readonly [left: number, right: number]>> = {
  left: [1, 0],
  right: [0, 1],
  centre: [HALF_POWER, HALF_POWER],
  bass: [0, 0],
  'rear-left': [HALF_POWER, 0],
  'rear-right': [0, HALF_POWER],
  'rear-centre': [HALF_POWER * HALF_POWER, HALF_POWER * HALF_POWER],
  other: [HALF_POWER, HALF_POWER],
};

/** Mixes several channels into two, scaled so that it cannot clip. */
export function makeDownmix(speakers: readonly Speaker[]): (piece: SoundPiece) => SoundPiece {
  const shares = speakers.map((speaker) => SHARES[speaker]);
  const loudest = Math.max(...[0, 1].map((side) => shares.reduce((sum, share) => sum + (share[side] ?? 0), 0)));
  return (piece) =>
    [0, 1].map((side) => {
      const mixed = new Float32Array(piece[0]?.length ?? 0);
      for (const [channel, samples] of piece.entries()) {
        const share = (shares[channel]?.[side] ?? 0) / loudest;
        if (share === 0) continue;
        for (let index = 0; index < mixed.length; index++)
          mixed[index] = (mixed[index] as number) + share * (samples[index] as number);
      }
      return mixed;
    });
}
