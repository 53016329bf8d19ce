import { IMAPI_BURN_VERIFICATION_LEVEL as Level } from '../core/enums.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';

/** @throws E_INVALIDARG for FULL and for what is not a level */
export function requireTaoVerificationLevel(value: Level, member: string): Level {
  if (value === Level.IMAPI_BURN_VERIFICATION_NONE || value === Level.IMAPI_BURN_VERIFICATION_QUICK) return value;
  throw new ImapiError(HResult.E_INVALIDARG, {
    member,
    meaning: 'track-at-once has no verification of this level',
    remedy: 'Set IMAPI_BURN_VERIFICATION_NONE or IMAPI_BURN_VERIFICATION_QUICK.',
  });
}
