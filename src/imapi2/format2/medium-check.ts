import { type DiscState, discStateInWords, readDiscState } from '../../drive/disc-state.ts';
import { IMAPI_MEDIA_PHYSICAL_TYPE as Type } from '../core/enums.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import type { SharedDrive } from '../core/shared-drive.ts';

/** What track-at-once writes: according to the documentation a blank CD-R or CD-RW, and nothing else. */
export const TRACK_AT_ONCE_MEDIA: readonly Type[] = [Type.IMAPI_MEDIA_TYPE_CDR, Type.IMAPI_MEDIA_TYPE_CDRW];

/** @throws MEDIA_IS_NOT_SUPPORTED, device errors */
export async function requireSupportedMedium(shared: SharedDrive, member: string): Promise<Type> {
  const mediaType = await shared.mediaType();
  if (TRACK_AT_ONCE_MEDIA.includes(mediaType)) return mediaType;
  throw new ImapiError(HResult.E_IMAPI_DF2TAO_MEDIA_IS_NOT_SUPPORTED, { member });
}

/**
 * @param clientName empty when none was set, which is checked last
 * @throws MEDIA_IS_NOT_BLANK, CLIENT_NAME_IS_NOT_VALID, device errors
 */
export async function requireBlankMedium(shared: SharedDrive, clientName: string, member: string): Promise<DiscState> {
  const disc = await readDiscState(shared.drive);
  const blank = disc.status === 'blank';
  shared.sighting.see(!blank);
  if (!blank) {
    throw new ImapiError(HResult.E_IMAPI_DF2TAO_MEDIA_IS_NOT_BLANK, {
      member,
      meaning: `a blank CD-R or CD-RW is needed. ${discStateInWords(disc)}`,
    });
  }
  if (clientName === '') throw new ImapiError(HResult.E_IMAPI_DF2TAO_CLIENT_NAME_IS_NOT_VALID, { member });
  return disc;
}
