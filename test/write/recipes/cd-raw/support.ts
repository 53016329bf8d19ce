import { Drive } from '../../../../src/drive/drive.ts';
import { SimulatedDrive } from '../../../../src/simulator/index.ts';
import { type BurnOptions, burn } from '../../../../src/write/burn.ts';
import type { TrackSource } from '../../../../src/write/engine/track-source.ts';
import { cdRaw } from '../../../../src/write/recipes/cd-raw/cd-raw.ts';
import { lbaOf, WRITE } from '../../../support/cdb.ts';
import { discWithShortLeadIn, SHORT_LEAD_IN_LBA } from '../../../support/short-lead-in.ts';
import { drainGenerator, type Tamper, TamperedTransport } from '../../../support/tampered-transport.ts';

export const LEAD_IN_LBA = SHORT_LEAD_IN_LBA;

/** A blank disc with a short lead-in. */
export function rawDrive(tamper?: Tamper, bufferBytes?: number) {
  const disc = discWithShortLeadIn();
  const simulated = new SimulatedDrive({ disc, ...(bufferBytes === undefined ? {} : { bufferBytes }) });
  const transport = new TamperedTransport(simulated, tamper);
  return { drive: new Drive(transport), transport, simulated };
}

/** Little is queued, so that a burn stops where it is stopped. */
export const burnRaw = (drive: Drive, sources: readonly TrackSource[], options: BurnOptions = {}) =>
  drainGenerator(burn(drive, cdRaw, sources, { fifoBytes: 0, ...options }));

/** Answers the first WRITE at or after an address itself; the others go to the drive. */
export function atLba(lba: number, answer: Tamper): Tamper {
  let done = false;
  return (request, next) => {
    if (done || request.cdb[0] !== WRITE || lbaOf(request.cdb) < lba) return next();
    done = true;
    return answer(request, next);
  };
}

/** The same for every WRITE from there onward. */
export const fromLba =
  (lba: number, answer: Tamper): Tamper =>
  (request, next) =>
    request.cdb[0] === WRITE && lbaOf(request.cdb) >= lba ? answer(request, next) : next();
