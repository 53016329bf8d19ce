import { ChangerState, MechanismState, mechanismStatus } from '../../mmc/commands/mechanism-status.ts';
import { handle } from './handler.ts';

export const mechanismStatusHandler = handle(mechanismStatus, 'drive', ({ drive }) => ({
  changerState: ChangerState.Ready,
  mechanismState: drive.operation === undefined ? MechanismState.Idle : MechanismState.HostActive,
  doorOpen: drive.tray.open,
  entries: [],
}));
