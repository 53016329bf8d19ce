import { DiscStatus, SessionState } from '../mmc/commands/read-disc-information.ts';

export const DISC_STATUS_NAMES = {
  [DiscStatus.Blank]: 'blank',
  [DiscStatus.Appendable]: 'appendable',
  [DiscStatus.Complete]: 'complete',
  [DiscStatus.Other]: 'other',
} as const;
export const SESSION_STATE_NAMES = {
  [SessionState.Empty]: 'empty',
  [SessionState.Incomplete]: 'incomplete',
  [SessionState.Damaged]: 'damaged',
  [SessionState.Complete]: 'complete',
} as const;
