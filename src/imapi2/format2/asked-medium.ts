import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import type { SharedDrive } from '../core/shared-drive.ts';
import { type DataMedium, dataMedium, isOverwritten } from './data-medium.ts';

export type Answer<T> = (medium: DataMedium, member: string, drive: SharedDrive['drive']) => T | Promise<T>;

/** Asks about the disc; every failure is an ImapiError that names the member. */
export async function askMedium<T>(shared: SharedDrive, member: string, answer: Answer<T>): Promise<T> {
  try {
    return await shared.ask(async () => {
      const medium = await dataMedium(shared.drive, await shared.mediaType());
      return await answer(medium, member, shared.drive);
    });
  } catch (error) {
    throw ImapiError.from(error, member);
  }
}

/** @throws INVALID_MEDIA_STATE for a disc that is overwritten, or is not, when it must be the other */
export function requireKind(medium: DataMedium, overwritten: boolean, member: string): void {
  if (isOverwritten(medium) === overwritten) return;
  const [meaning, other] = overwritten
    ? ['this disc is written in sessions', 'MultisessionSequential']
    : ['this disc is overwritten, and has no sessions', 'MultisessionRandomWrite'];
  const remedy = `Use ${other}: isSupportedOnCurrentMediaState says which one suits the disc.`;
  throw new ImapiError(HResult.E_IMAPI_DF2DATA_INVALID_MEDIA_STATE, { member, meaning, remedy });
}
