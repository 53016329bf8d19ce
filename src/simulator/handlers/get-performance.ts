import {
  defectStatusDescriptor,
  getPerformance,
  getPerformanceExceptions,
  getWriteSpeeds,
  PerformanceExceptions,
  PerformanceType,
} from '../../mmc/commands/get-performance.ts';
import { RotationControl } from '../../mmc/commands/set-cd-speed.ts';
import type { DriveCore } from '../core.ts';
import { stretches } from '../media/rotation.ts';
import { defectPerformance } from './block-disc/defect-performance.ts';
import { decodeArguments, type Handler } from './handler.ts';

export const getPerformanceHandler: Handler = {
  opcode: getPerformance.spec.opcode,
  access: 'medium',
  async run({ drive, cdb }) {
    const { type, write, exceptions, maxDescriptors, startLba } = decodeArguments(getPerformance.spec, cdb);
    switch (type) {
      case PerformanceType.Performance:
        if (exceptions !== PerformanceExceptions.Nominal) {
          return getPerformanceExceptions.spec.reply.encode({ write, exceptions: true, entries: [] });
        }
        return firstOf(getPerformance.spec.reply.encode({ write, entries: nominal(drive, write) }), maxDescriptors);
      case PerformanceType.WriteSpeed:
        return firstOf(getWriteSpeeds.spec.reply.encode({ entries: writeSpeeds(drive) }), maxDescriptors);
      default: {
        const reply = defectPerformance(drive, type, startLba);
        return firstOf(reply, maxDescriptors, DESCRIPTOR_BYTES_OF[type]);
      }
    }
  },
};

const HEADER_BYTES = 8;
const DESCRIPTOR_BYTES = 16;
/** Of the types that are not as long as a speed. */
const DESCRIPTOR_BYTES_OF: Readonly<Record<number, number>> = {
  [PerformanceType.UnusableArea]: 8,
  [PerformanceType.DefectStatus]: defectStatusDescriptor.lengthBytes,
  [PerformanceType.Dbi]: 8,
  [PerformanceType.DbiCacheZone]: 8,
};

/** The length in the header counts all descriptors: programs ask for one first, and then for as many as there are. */
const firstOf = (reply: Uint8Array, maxDescriptors: number, descriptorBytes = DESCRIPTOR_BYTES): Uint8Array =>
  reply.subarray(0, HEADER_BYTES + maxDescriptors * descriptorBytes);

const lastLba = (drive: DriveCore): number => drive.disc.capacityBlocks - 1;

/** From the first to the last block, in pieces over which the current speed is constant or rises linearly. */
function nominal(drive: DriveCore, write: boolean) {
  const { speeds } = drive;
  const pieces = write
    ? stretches(speeds.writeRotation, speeds.write, lastLba(drive), drive.disc.speeds.fullBlocks)
    : stretches(speeds.readRotation, speeds.read, lastLba(drive), drive.disc.speeds.fullBlocks);
  return pieces.map(({ startLba, startSpeed, endLba, endSpeed }) => ({
    startLba,
    startKBps: speeds.toKBps(startSpeed),
    endLba,
    endKBps: speeds.toKBps(endSpeed),
  }));
}

const writeSpeeds = (drive: DriveCore) =>
  drive.speeds.writeSpeeds.toReversed().map((speed) => ({
    rotationControl: drive.speeds.writeRotation === 'cav' ? RotationControl.Cav : RotationControl.Clv,
    endLba: lastLba(drive),
    readKBps: drive.speeds.toKBps(drive.speeds.read),
    writeKBps: drive.speeds.toKBps(speed),
  }));
