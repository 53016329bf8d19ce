import type { SentTrack } from '../../write/index.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';

/** The error of addAudioTrack() after cancelAddTrack(): says what is on the disc of the track. */
export function cancelled({ stopped, lengthBlocks }: SentTrack, member: string): ImapiError {
  const left = !stopped
    ? 'The whole track had been written by then, and stays.'
    : lengthBlocks === 0
      ? 'Nothing of the track was written.'
      : `What was written of it stays as a shorter track, of ${lengthBlocks} sectors.`;
  const remedy = `${left} Add other tracks, or finish with releaseMedia().`;
  return new ImapiError(HResult.E_IMAPI_REQUEST_CANCELLED, { member, remedy });
}
