import { performanceDescriptor, setStreaming } from '../../mmc/commands/set-streaming.ts';
import {
  dataPhaseError,
  illegalRequest,
  invalidCdbField,
  parameterListLengthError,
  pointerTo,
} from '../check-condition.ts';
import type { SpeedControl } from '../core.ts';
import type { Speed } from '../media/rotation.ts';
import { handle } from './handler.ts';

const PERFORMANCE_DESCRIPTOR = 0;

export const setStreamingHandler = handle(setStreaming, 'drive', ({ drive, args, data }) => {
  if (args.type !== PERFORMANCE_DESCRIPTOR) throw invalidCdbField(setStreaming, 'type');
  if (data.length !== args.parameterListLength) throw dataPhaseError();
  if (data.length !== performanceDescriptor.lengthBytes) throw parameterListLengthError();
  const wanted = performanceDescriptor.decode(data);
  if (!wanted.restoreDefaults) {
    requireTime(wanted, 'readMs');
    requireTime(wanted, 'writeMs');
  }
  if (wanted.exact && !wanted.restoreDefaults) {
    requireSpeed(drive.speeds, drive.speeds.readSpeeds, wanted.readKB / wanted.readMs);
    requireSpeed(drive.speeds, drive.speeds.writeSpeeds, wanted.writeKB / wanted.writeMs);
  }
  drive.speeds.requestReadKBps(
    wanted.restoreDefaults ? Number.POSITIVE_INFINITY : (wanted.readKB * 1_000) / wanted.readMs,
  );
  drive.speeds.requestWriteKBps(
    wanted.restoreDefaults ? Number.POSITIVE_INFINITY : (wanted.writeKB * 1_000) / wanted.writeMs,
  );
});

/** How far a requested speed may differ from one of the drive's and still match it: 8 x 177 for 1,411. */
const ROUNDING = 0.01;

function requireSpeed(control: SpeedControl, speeds: readonly Speed[], kBps: number): void {
  const known = speeds.some((speed) => Math.abs(control.toKBps(speed) / 1_000 / kBps - 1) <= ROUNDING);
  if (known) return;
  throw illegalRequest(0x26, 0x00, { fieldPointer: pointerTo('parameters', performanceDescriptor, 'exact') });
}

function requireTime(wanted: Record<'readMs' | 'writeMs', number>, name: 'readMs' | 'writeMs'): void {
  if (wanted[name] > 0) return;
  throw illegalRequest(0x26, 0x00, { fieldPointer: pointerTo('parameters', performanceDescriptor, name) });
}
