import { USER_DATA_BYTES } from '../../../src/cd/geometry.ts';
import { CloseFunction, closeTrackSession } from '../../../src/mmc/commands/close-track-session.ts';
import { type formatList, formatUnit } from '../../../src/mmc/commands/format-unit.ts';
import { getConfiguration } from '../../../src/mmc/commands/get-configuration.ts';
import { read10 } from '../../../src/mmc/commands/read-10.ts';
import { readCapacity } from '../../../src/mmc/commands/read-capacity.ts';
import { readFormatCapacities } from '../../../src/mmc/commands/read-format-capacities.ts';
import { MultiSession, TrackMode, WriteType } from '../../../src/mmc/mode-pages/write-parameters.ts';
import { testUnitReady } from '../../../src/scsi/commands/test-unit-ready.ts';
import { SenseError } from '../../../src/scsi/sense-error.ts';
import { BlockDisc, type BlockMediumKind, SimulatedDrive } from '../../../src/simulator/index.ts';
import type { ScsiTransport } from '../../../src/transport/transport.ts';
import { flush, run, selectPage05, trackInformation, writeBlocks } from '../support.ts';

export const driveWith = (medium: BlockMediumKind): SimulatedDrive =>
  new SimulatedDrive({ disc: BlockDisc.blank(medium) });

/** Blocks that differ from each other and from those of another seed. */
export function dataBlocks(lengthBlocks: number, seed = 0): Uint8Array {
  const bytes = new Uint8Array(lengthBlocks * USER_DATA_BYTES);
  for (let block = 0; block < lengthBlocks; block++) {
    const start = block * USER_DATA_BYTES;
    bytes.fill(((block + seed * 31) % 250) + 1, start, start + USER_DATA_BYTES);
  }
  return bytes;
}

export const write = (drive: ScsiTransport, lba: number, bytes: Uint8Array): Promise<void> =>
  writeBlocks(drive, lba, bytes, USER_DATA_BYTES);

export const read = (drive: ScsiTransport, lba: number, lengthBlocks: number): Promise<Uint8Array> =>
  run(drive, read10({ lba, lengthBlocks }));

export const profileOf = async (drive: ScsiTransport): Promise<number> =>
  (await run(drive, getConfiguration({ allocationLength: 4_000 }))).currentProfile;

/** The features that are in effect, by their codes. */
export const currentFeatures = async (drive: ScsiTransport): Promise<number[]> =>
  (await run(drive, getConfiguration({ allocationLength: 4_000 }))).entries
    .filter(({ current }) => current)
    .map(({ code }) => code);

export const capacityOf = async (drive: ScsiTransport): Promise<number> => (await run(drive, readCapacity({}))).lastLba;

export const formatsOf = (drive: ScsiTransport) => run(drive, readFormatCapacities({ allocationLength: 252 }));

interface Format {
  readonly formatType: Parameters<typeof formatList.encode>[0]['formatType'];
  readonly blocks: number;
  readonly parameter?: number;
  readonly subType?: number;
  readonly disableCertification?: boolean;
}

/** FORMAT UNIT with IMMED; resolves when it is answered. */
export const beginFormat = (drive: ScsiTransport, { disableCertification = true, ...format }: Format) =>
  run(drive, formatUnit({}, formatListOf({ ...format, disableCertification, optionsValid: true, immediate: true })));

const formatListOf = (values: Parameters<typeof formatUnit>[1]) => values;

/** Waits until the drive is ready; resolves with how long that took, in seconds. */
export async function untilReady(drive: SimulatedDrive): Promise<number> {
  const begun = drive.clock.now();
  for (let ready = false; !ready; ) {
    ready = await run(drive, testUnitReady({})).then(
      () => true,
      (error) => {
        if (error instanceof SenseError && error.sense.key === 2 && error.sense.asc === 4) return false;
        throw error;
      },
    );
    if (!ready) await drive.clock.sleep(1_000);
  }
  return (drive.clock.now() - begun) / 1_000;
}

export async function format(drive: SimulatedDrive, wanted: Format): Promise<number> {
  await beginFormat(drive, wanted);
  return untilReady(drive);
}

export const close = (drive: SimulatedDrive, closeFunction: CloseFunction, track = 0) =>
  run(drive, closeTrackSession({ closeFunction, track }));

export const page05 = (
  drive: SimulatedDrive,
  writeType: WriteType,
  multiSession: MultiSession = MultiSession.NextSessionAllowed,
) =>
  selectPage05(drive, {
    writeType,
    multiSession,
    trackMode: TrackMode.DataIncremental,
    dataBlockType: 8,
    fixedPacket: writeType === WriteType.Packet,
    linkSizeValid: true,
    linkSize: 16,
    packetSizeBlocks: 16,
  });

/** Writes a track at the next writable address, and closes it. Resolves with where it begins. */
export async function recordTrack(drive: SimulatedDrive, bytes: Uint8Array): Promise<number> {
  const { nextWritableLba, track } = await trackInformation(drive);
  await write(drive, nextWritableLba, bytes);
  await flush(drive);
  await close(drive, CloseFunction.Track, track);
  return nextWritableLba;
}
