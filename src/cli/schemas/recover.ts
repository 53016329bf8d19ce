import { finishing } from './close.ts';
import { disc } from './disc.ts';
import { drive } from './drive.ts';
import { trayOpen } from './info.ts';
import { flag, result } from './kinds.ts';

export const recover = result('recover', 'What was saved after a crash: `recover`.', {
  drive,
  disc,
  trayOpen,
  finished: flag('whether a session was open and was closed'),
  unlocked: flag('whether the drive accepted that its tray is unlocked'),
  ...finishing,
});
