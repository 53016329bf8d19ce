import { performanceDescriptor, setStreaming } from '../../mmc/commands/set-streaming.ts';
import {
  dataPhaseError,
  illegalRequest,
  invalidCdbField,
  parameterListLengthError,
  pointerTo,
} from '../check-condition.ts';
import { handle } from './handler.ts';

const PERFORMANCE_DESCRIPTOR = 0;

export const setStreamingHandler = handle(setStreaming, 'drive', ({ burner, args, data }) => {
  if (args.type !== PERFORMANCE_DESCRIPTOR) throw invalidCdbField(setStreaming, 'type');
  if (data.length !== args.parameterListLength) throw dataPhaseError();
  if (data.length !== performanceDescriptor.lengthBytes) throw parameterListLengthError();
  const wish = performanceDescriptor.decode(data);
  if (!wish.restoreDefaults) {
    requireTime(wish, 'readMs');
    requireTime(wish, 'writeMs');
  }
  burner.speeds.requestReadKBps(wish.restoreDefaults ? Number.POSITIVE_INFINITY : (wish.readKB * 1_000) / wish.readMs);
  burner.speeds.requestWriteKBps(
    wish.restoreDefaults ? Number.POSITIVE_INFINITY : (wish.writeKB * 1_000) / wish.writeMs,
  );
  burner.writeSpeedChanged();
});

function requireTime(wish: Record<'readMs' | 'writeMs', number>, name: 'readMs' | 'writeMs'): void {
  if (wish[name] > 0) return;
  throw illegalRequest(0x26, 0x00, { fieldPointer: pointerTo('parameters', performanceDescriptor, name) });
}
