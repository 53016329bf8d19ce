import { ChangerState, MechanismState, mechanismStatus } from '../../mmc/commands/mechanism-status.ts';
import { handle } from './handler.ts';

export const mechanismStatusHandler = handle(mechanismStatus, 'drive', ({ burner }) => ({
  changerState: ChangerState.Ready,
  mechanismState: burner.operation === undefined ? MechanismState.Idle : MechanismState.HostActive,
  doorOpen: burner.tray.open,
  entries: [],
}));
