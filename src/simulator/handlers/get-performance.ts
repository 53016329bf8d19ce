import {
  getPerformance,
  getPerformanceExceptions,
  getWriteSpeeds,
  PerformanceExceptions,
  PerformanceType,
} from '../../mmc/commands/get-performance.ts';
import { RotationControl } from '../../mmc/commands/set-cd-speed.ts';
import { invalidCdbField } from '../check-condition.ts';
import { stretches } from '../drive/rotation.ts';
import { speedToKBps } from '../drive/speeds.ts';
import type { VirtualBurner } from '../drive/virtual-burner.ts';
import { decodeArguments, type Handler } from './handler.ts';

export const getPerformanceHandler: Handler = {
  opcode: getPerformance.spec.opcode,
  access: 'medium',
  async run({ burner, cdb }) {
    const { type, write, exceptions, maxDescriptors } = decodeArguments(getPerformance.spec, cdb);
    switch (type) {
      case PerformanceType.Performance:
        if (exceptions !== PerformanceExceptions.Nominal) {
          return getPerformanceExceptions.spec.reply.encode({ write, exceptions: true, entries: [] });
        }
        return getPerformance.spec.reply.encode({ write, entries: nominal(burner, write).slice(0, maxDescriptors) });
      case PerformanceType.WriteSpeed:
        return getWriteSpeeds.spec.reply.encode({ entries: writeSpeeds(burner).slice(0, maxDescriptors) });
      default:
        throw invalidCdbField(getPerformance, 'type');
    }
  },
};

const lastLba = (burner: VirtualBurner): number => burner.disc.capacityBlocks - 1;

/** From the first to the last block, in pieces over which the speed in use is even or rises evenly. */
function nominal(burner: VirtualBurner, write: boolean) {
  const { speeds } = burner;
  const pieces = write
    ? stretches(speeds.writeRotation, speeds.write, lastLba(burner))
    : stretches(speeds.readRotation, speeds.read, lastLba(burner));
  return pieces.map(({ startLba, startSpeed, endLba, endSpeed }) => ({
    startLba,
    startKBps: speedToKBps(startSpeed),
    endLba,
    endKBps: speedToKBps(endSpeed),
  }));
}

const writeSpeeds = (burner: VirtualBurner) =>
  burner.speeds.writeSpeeds.toReversed().map((speed) => ({
    rotationControl: burner.speeds.writeRotation === 'cav' ? RotationControl.Cav : RotationControl.Clv,
    endLba: lastLba(burner),
    readKBps: speedToKBps(burner.speeds.read),
    writeKBps: speedToKBps(speed),
  }));
