import {
  getPerformance,
  getPerformanceExceptions,
  getWriteSpeeds,
  PerformanceExceptions,
  PerformanceType,
} from '../../mmc/commands/get-performance.ts';
import { RotationControl } from '../../mmc/commands/set-cd-speed.ts';
import { invalidCdbField } from '../check-condition.ts';
import { speedToKBps } from '../speeds.ts';
import type { VirtualBurner } from '../virtual-burner.ts';
import { decodeArguments, type Handler } from './handler.ts';

/** The disc turns so that it passes with constant speed: from its first to its last block the same. */
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

function nominal(burner: VirtualBurner, write: boolean) {
  const speedKBps = speedToKBps(write ? burner.speeds.write : burner.speeds.read);
  return [{ startLba: 0, startKBps: speedKBps, endLba: lastLba(burner), endKBps: speedKBps }];
}

const writeSpeeds = (burner: VirtualBurner) =>
  burner.speeds.writeSpeeds.toReversed().map((speed) => ({
    rotationControl: RotationControl.Clv,
    endLba: lastLba(burner),
    readKBps: speedToKBps(burner.speeds.read),
    writeKBps: speedToKBps(speed),
  }));
