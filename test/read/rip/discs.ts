import { Drive } from '../../../src/drive/drive.ts';
import { type CueEntry, cueCatalogNumber, cueIsrc } from '../../../src/mmc/commands/send-cue-sheet.ts';
import type { Behaviour } from '../../../src/simulator/index.ts';
import { Disc, personalityNamed, SimulatedDrive } from '../../../src/simulator/index.ts';
import { behaviourOf } from '../../../src/simulator/personalities/habits/index.ts';
import type { ScsiTransport } from '../../../src/transport/transport.ts';
import { flush, selectPage05, writeBlocks } from '../../simulator/support.ts';
import { cue, leadIn, leadInBlocks, leadOut, packsOf, sendSheet } from '../../simulator/write-types/whole-sessions.ts';
import { noise } from '../../support/sources.ts';

export const BLOCK = 2352;

/** The sound from LBA -150 to the lead-out, and the disc that has it. */
export interface Recorded {
  readonly disc: Disc;
  readonly written: Uint8Array;
}

async function recordSession(
  drive: ScsiTransport,
  entries: readonly CueEntry[],
  written: Uint8Array,
  packs?: Uint8Array,
): Promise<void> {
  await selectPage05(drive, { writeType: 2 });
  await sendSheet(drive, ...entries);
  if (packs !== undefined) await writeBlocks(drive, -400, leadInBlocks(packs, 250), 96);
  await writeBlocks(drive, -150, written);
  await flush(drive);
}

/**
 * Track 1 from LBA 300 with sound before it and three indexes; track 2 from 1460 after a pause of 60 blocks, copying permitted;
 * track 3 from 2000 with pre-emphasis, without a pause; lead-out at 2503. Noise everywhere.
 */
export async function recordAlbum(drive: ScsiTransport): Promise<Uint8Array> {
  const written = noise((150 + 2_503) * BLOCK, 7);
  const permitted = { control: 2 };
  const emphasis = { control: 1 };
  const entries = [
    ...cueCatalogNumber('4006381333931'),
    leadIn(1),
    cue(1, 0, -150),
    cue(1, 1, 300),
    cue(1, 2, 455),
    cue(1, 3, 1_177),
    ...cueIsrc(2, 2, 'GBAYE6500331'),
    cue(2, 0, 1_400, permitted),
    cue(2, 1, 1_460, permitted),
    cue(3, 1, 2_000, emphasis),
    leadOut(2_503),
  ];
  const packs = packsOf([
    { language: 9, characterCode: 0, firstTrack: 1, album: { title: 'Live' }, tracks: [{ title: 'Air' }, {}, {}] },
    { language: 8, characterCode: 0, firstTrack: 1, album: { title: 'Konzert' }, tracks: [{ title: 'Luft' }, {}, {}] },
  ]);
  await recordSession(drive, entries, written, packs);
  return written;
}

/** The disc that {@link recordAlbum} records. */
export async function album(): Promise<Recorded> {
  const disc = Disc.blank('CD-R 80');
  return { disc, written: await recordAlbum(new SimulatedDrive({ disc })) };
}

/** Two tracks of noise, 700 and 803 blocks, from LBA 0. */
export async function twoTracks(alter: (written: Uint8Array) => void = () => {}): Promise<Recorded> {
  const written = noise((150 + 1_503) * BLOCK, 3);
  alter(written);
  const entries = [leadIn(), cue(1, 0, -150), cue(1, 1, 0), cue(2, 1, 700), leadOut(1_503)];
  const disc = Disc.blank('CD-R 80');
  await recordSession(new SimulatedDrive({ disc }), entries, written);
  return { disc, written };
}

/** The sound from one block to before another. */
export const soundOf = ({ written }: Recorded, startLba: number, endLba: number): Uint8Array =>
  written.subarray((150 + startLba) * BLOCK, (150 + endLba) * BLOCK);

export const driveWith = (
  disc: Disc,
  behaviours: readonly Behaviour[] = [],
): { drive: Drive; simulated: SimulatedDrive } => {
  const simulated = new SimulatedDrive({ disc, behaviours: [...behaviours] });
  return { drive: new Drive(simulated), simulated };
};

/** A drive of a personality that comes with the package. */
export const driveLike = (disc: Disc, personality: string): Drive =>
  driveWith(disc, (personalityNamed(personality)?.habits ?? []).map(behaviourOf)).drive;
