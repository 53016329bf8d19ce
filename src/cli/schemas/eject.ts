import { flag, result } from './kinds.ts';

export const eject = result('eject', 'A tray that was opened: `eject`.', { ejected: flag('true') });
