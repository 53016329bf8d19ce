import type { Drive } from '../mmc/drive.ts';
import type { MultiSession } from '../mmc/mode-pages/write-parameters.ts';
import {
  type DataBlockType,
  type TrackMode,
  WriteType,
  writeParametersPage,
} from '../mmc/mode-pages/write-parameters.ts';
import { SenseKey } from '../scsi/sense.ts';
import { SenseError } from '../scsi/sense-error.ts';
import { BurnError } from './burn-error.ts';

export interface TrackParameters {
  readonly multiSession: MultiSession;
  readonly trackMode: TrackMode;
  readonly dataBlockType: DataBlockType;
  readonly testWrite: boolean;
  readonly bufferUnderrunFree: boolean;
}

/** Fields that decide what lands on the disc: a drive that keeps other values must not be written with. */
const DECISIVE = ['writeType', 'multiSession', 'trackMode', 'dataBlockType', 'testWrite'] as const;

const refused = (error: unknown): boolean => error instanceof SenseError && error.sense.key === SenseKey.IllegalRequest;

/**
 * Sets page 05h for Track-At-Once and reads it back. The drive's own page is edited; a drive that refuses that (some have
 * illegal defaults in fields that nobody sets) gets the page made from zeros, then without buffer-underrun protection.
 * @returns whether buffer-underrun protection is on
 * @throws BurnError when no variant is taken or the drive keeps other values than it was given
 */
export async function setTrackParameters(drive: Drive, wanted: TrackParameters): Promise<boolean> {
  const changes = {
    ...wanted,
    writeType: WriteType.TrackAtOnce,
    fixedPacket: false,
    copy: false,
    sessionFormat: 0,
    packetSizeBlocks: 0,
    audioPauseBlocks: 150,
    mediaCatalogNumber: new Uint8Array(16),
    isrc: new Uint8Array(16),
  };
  const { bytes } = await drive.modePage(writeParametersPage);
  const variants = [
    writeParametersPage.edit(bytes, changes),
    writeParametersPage.encode(changes),
    writeParametersPage.encode({ ...changes, bufferUnderrunFree: false }),
  ];
  let refusal: unknown;
  for (const page of variants) {
    try {
      await drive.selectModePage(page);
      return await checkReadBack(drive, changes);
    } catch (error) {
      if (!refused(error)) throw error;
      refusal = error;
    }
  }
  throw new BurnError({
    phase: 'preparing',
    reason: `the drive refuses the write parameters for Track-At-Once: ${(refusal as SenseError).message}`,
    remedy: 'Nothing was written. The drive may not write this medium track by track; try another disc type or drive',
    cause: refusal,
  });
}

async function checkReadBack(drive: Drive, wanted: TrackParameters & { writeType: WriteType }): Promise<boolean> {
  const { values } = await drive.modePage(writeParametersPage);
  const wrong = DECISIVE.filter((name) => values[name] !== wanted[name]);
  if (wrong.length > 0) {
    const differences = wrong.map((name) => `${name} is ${values[name]} instead of ${wanted[name]}`).join(', ');
    throw new BurnError({
      phase: 'preparing',
      reason: `the drive accepted the write parameters and kept others: ${differences}`,
      remedy: 'Nothing was written. Power-cycle the drive and try again',
    });
  }
  return values.bufferUnderrunFree;
}
