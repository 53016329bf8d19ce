import { closeTrackSession } from '../../src/mmc/commands/close-track-session.ts';
import { readCd, SectorType } from '../../src/mmc/commands/read-cd.ts';
import { readDiscInformation } from '../../src/mmc/commands/read-disc-information.ts';
import { readFullToc } from '../../src/mmc/commands/read-toc.ts';
import {
  INCOMPLETE_TRACK,
  readTrackInformation,
  TrackAddressType,
} from '../../src/mmc/commands/read-track-information.ts';
import { synchronizeCache } from '../../src/mmc/commands/synchronize-cache.ts';
import { write10 } from '../../src/mmc/commands/write-10.ts';
import { writeParametersPage } from '../../src/mmc/mode-pages/write-parameters.ts';
import type { Command } from '../../src/scsi/command.ts';
import { modeSelect10 } from '../../src/scsi/commands/mode-select-10.ts';
import { modeSense10 } from '../../src/scsi/commands/mode-sense-10.ts';
import { testUnitReady } from '../../src/scsi/commands/test-unit-ready.ts';
import { type ExecuteOptions, execute } from '../../src/scsi/execute.ts';
import { modeParameters } from '../../src/scsi/mode-page.ts';
import type { Sense } from '../../src/scsi/sense.ts';
import { SenseError } from '../../src/scsi/sense-error.ts';
import type { SimulatedDrive } from '../../src/simulator/index.ts';
import type { ResendPolicy, ScsiTransport } from '../../src/transport/transport.ts';

export const BLOCK_BYTES = 2352;

export const RESEND: ResendPolicy = {
  senses: [{ key: 2, asc: 4, ascq: 8 }],
  statuses: [],
  waitsMs: [2, 5, 10],
  limitMs: 200_000,
};

/** Blocks that differ from each other and from those of another seed. */
export function blocks(lengthBlocks: number, seed = 0): Uint8Array {
  const bytes = new Uint8Array(lengthBlocks * BLOCK_BYTES);
  for (let block = 0; block < lengthBlocks; block++) {
    const start = block * BLOCK_BYTES;
    bytes.fill(((block + seed * 31) % 250) + 1, start, start + BLOCK_BYTES);
    bytes.set([seed + 1, Math.floor(block / 256), block % 256], start + 1_000);
  }
  return bytes;
}

/** The sense that a command ends with; throws when it succeeds. */
export async function senseOf(promise: Promise<unknown>): Promise<Sense> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof SenseError) return error.sense;
    throw error;
  }
  throw new Error('the command succeeded');
}

export const run = <R>(drive: ScsiTransport, command: Command<R>, options?: ExecuteOptions): Promise<R> =>
  execute(drive, command, options);

export async function selectPage05(
  drive: ScsiTransport,
  changes: Parameters<typeof writeParametersPage.edit>[1] = {},
): Promise<void> {
  const sensed = await run(drive, modeSense10({ pageCode: 5, allocationLength: 200 }));
  const page = modeParameters.decode(sensed).pages[0] ?? new Uint8Array();
  const edited = writeParametersPage.edit(page, changes);
  await run(
    drive,
    modeSelect10(
      { pageFormat: true },
      modeParameters.encodeForSelect({ mediumType: 0, blockDescriptors: new Uint8Array(), pages: [edited] }),
    ),
  );
}

export const discInformation = (drive: ScsiTransport) => run(drive, readDiscInformation({ allocationLength: 34 }));

export const trackInformation = (drive: ScsiTransport, track = INCOMPLETE_TRACK) =>
  run(drive, readTrackInformation({ addressType: TrackAddressType.Track, address: track, allocationLength: 36 }));

/** Most host adapters transfer this much in one command. */
const MOST_BYTES = 65_536;

/** Writes the bytes, as much per WRITE as one command carries. */
export async function writeBlocks(
  drive: ScsiTransport,
  lba: number,
  bytes: Uint8Array,
  blockBytes = BLOCK_BYTES,
): Promise<void> {
  const most = Math.floor(MOST_BYTES / blockBytes);
  for (let done = 0; done < bytes.length / blockBytes; done += most) {
    const part = bytes.subarray(done * blockBytes, (done + most) * blockBytes);
    await run(drive, write10({ lba: lba + done, lengthBlocks: part.length / blockBytes }, part), { resend: RESEND });
  }
}

export const flush = (drive: ScsiTransport) => run(drive, synchronizeCache({}));

/** A whole track at the next writable address. Resolves with its start. */
export async function burnTrack(drive: ScsiTransport, bytes: Uint8Array, blockBytes = BLOCK_BYTES): Promise<number> {
  const { nextWritableLba } = await trackInformation(drive);
  await writeBlocks(drive, nextWritableLba, bytes, blockBytes);
  await flush(drive);
  return nextWritableLba;
}

export const closeTrack = (drive: ScsiTransport, track: number) =>
  run(drive, closeTrackSession({ closeFunction: 1, track }));

export const closeSession = (drive: ScsiTransport, immediate = false) =>
  run(drive, closeTrackSession({ closeFunction: 2, immediate }));

export const readAudio = (drive: ScsiTransport, startLba: number, lengthBlocks: number) =>
  run(drive, readCd({ sectorType: SectorType.Audio, userData: true, startLba, lengthBlocks }));

/** The Q sub-channel of one block, formatted. */
export const readQ = (drive: ScsiTransport, lba: number) =>
  run(drive, readCd({ sectorType: SectorType.Any, startLba: lba, lengthBlocks: 1, subChannel: 2 }));

export const fullToc = (drive: ScsiTransport) => run(drive, readFullToc({ allocationLength: 4_000 }));

/** The power fails and comes back; resolves when the drive is ready again and has reported all of it. */
export async function powerCycle(drive: SimulatedDrive): Promise<void> {
  await drive.losePower();
  await drive.clock.sleep(10_000);
  for (let attention = true; attention; ) {
    attention = await run(drive, testUnitReady({})).then(
      () => false,
      (error) => error instanceof SenseError && error.sense.key === 6,
    );
  }
}
