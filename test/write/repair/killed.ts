import { Drive } from '../../../src/drive/drive.ts';
import { type Behaviour, openSimulatedDrive, type SimulatedDrive } from '../../../src/simulator/index.ts';
import { TransportError } from '../../../src/transport/transport-error.ts';
import type { BurnOptions } from '../../../src/write/burn.ts';
import { burnAudio } from '../../../src/write/burn-audio.ts';
import { asCd } from '../../support/cd.ts';
import { blocksOfNoise } from '../../support/sources.ts';
import { drainGenerator, TamperedTransport } from '../../support/tampered-transport.ts';

/** The lengths of the tracks of {@link killedAfter}, in blocks. */
export const THREE_TRACKS: readonly number[] = [310, 420, 301];

export interface Killed {
  readonly simulated: SimulatedDrive;
  /** How many commands reached the drive. */
  readonly sent: number;
  /** How many tracks were closed by then. */
  readonly finished: number;
}

export interface KilledOptions extends BurnOptions {
  readonly behaviours?: readonly Behaviour[];
}

/** A burn of three tracks whose program is killed when it has sent that many commands: it cleans nothing up. */
export async function killedAfter(
  commands: number,
  { behaviours = [], ...options }: KilledOptions = {},
): Promise<Killed> {
  const simulated = await openSimulatedDrive('', { behaviours, bufferBytes: 256 * 1_024 });
  const connection = simulated.connect();
  let sent = 0;
  const transport = new TamperedTransport(connection, (_request, next) => {
    if (sent >= commands) {
      throw new TransportError({ kind: 'gone', path: 'sim:', operation: 'send', reason: 'killed', remedy: '' });
    }
    sent++;
    return next();
  });
  const sources = THREE_TRACKS.map((blocks, index) => blocksOfNoise(blocks, index + 1));
  await drainGenerator(
    burnAudio(new Drive(transport), sources, { verify: 'none', fifoBytes: 200_000, ...options }),
  ).catch(() => {});
  await connection.close();
  const disc = asCd(simulated.burner.disc);
  const finished = disc.tracks.length - (disc.openTrack === undefined ? 0 : 1);
  return { simulated, sent, finished };
}
