import { drive } from './drive.ts';
import { flag, integer, orNull, result } from './kinds.ts';

export const msinfo = result('msinfo', 'Where the last session begins and the next one will: `msinfo`.', {
  drive,
  lastSessionStartLba: orNull(integer('where the first track of the last closed session begins')),
  nextWritableLba: orNull(integer('where the first track of the next session will begin')),
  sessionOpen: flag('whether a session is open; false, since that is an error'),
});
