import { Drive } from '../../src/drive/drive.ts';
import { type CdMediumKind, Disc, SimulatedDrive } from '../../src/simulator/index.ts';
import type { BurnOptions } from '../../src/write/burn.ts';
import { burnAudio } from '../../src/write/burn-audio.ts';
import type { TrackSource } from '../../src/write/engine/track-source.ts';
import { blocksOfNoise } from '../support/sources.ts';
import { drainGenerator, type Tamper, TamperedTransport } from '../support/tampered-transport.ts';

/** A blank disc in a simulated drive whose answers a test can change. */
export function tamperedDrive(tamper?: Tamper, medium?: CdMediumKind): { drive: Drive; transport: TamperedTransport } {
  const transport = new TamperedTransport(new SimulatedDrive({ disc: Disc.blank(medium) }), tamper);
  return { drive: new Drive(transport), transport };
}

/** Burns audio Track-At-Once, one track of 400 blocks unless others are given; resolves with what was yielded and with the result. */
export const burn = (drive: Drive, sources: readonly TrackSource[] = [blocksOfNoise(400)], options: BurnOptions = {}) =>
  drainGenerator(burnAudio(drive, sources, { writeType: 'tao', ...options }));
