import { readMultisession } from '../../read/multisession.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import { bindingOf, notBoundInWords } from '../core/recorder-binding.ts';
import type { SharedDrive } from '../core/shared-drive.ts';
import type {
  IDiscRecorder2,
  IMultisession,
  IMultisessionRandomWrite,
  IMultisessionSequential,
} from '../interfaces/index.ts';

/** @throws E_POINTER for a recorder that has no drive */
export function sharedOf(recorder: IDiscRecorder2 | null | undefined, member: string): SharedDrive {
  if (recorder === null || recorder === undefined) throw new ImapiError(HResult.E_POINTER, { member });
  const binding = bindingOf(recorder);
  if (binding !== undefined) return binding.shared;
  throw new ImapiError(HResult.E_POINTER, { member, ...notBoundInWords(recorder) });
}

const has = (each: unknown, key: string): boolean => typeof each === 'object' && each !== null && key in each;

const isSequential = (each: IMultisession): each is IMultisessionSequential => has(each, 'nextWritableAddress');
const isRandom = (each: IMultisession): each is IMultisessionRandomWrite => has(each, 'lastWrittenAddress');

/** Whether it is one of the two kinds that there are. */
export const isMultisession = (each: unknown): each is IMultisession =>
  has(each, 'importRecorder') && (isSequential(each as IMultisession) || isRandom(each as IMultisession));

/** Where files are imported from, and where the image goes that adds to them. */
export interface ImportPlace {
  readonly shared: SharedDrive;
  /** Where the file system begins. */
  readonly sessionStart: number;
  readonly nextBlock: number;
  readonly freeBlocks: number;
}

/** The interface that is in use and suits the disc. @throws IMAPI_E_MULTISESSION_NOT_SET, IMAPI_E_NO_COMPATIBLE_MULTISESSION_TYPE */
export async function usedMultisession(interfaces: readonly IMultisession[], member: string): Promise<IMultisession> {
  const inUse = interfaces.filter((each) => each.inUse);
  if (inUse.length === 0) throw new ImapiError(HResult.IMAPI_E_MULTISESSION_NOT_SET, { member });
  for (const each of inUse) if (await each.isSupportedOnCurrentMediaState) return each;
  throw new ImapiError(HResult.IMAPI_E_NO_COMPATIBLE_MULTISESSION_TYPE, {
    member,
    meaning: 'nothing can be added to this disc in any of the ways that are in use',
    remedy: 'Insert another disc, or set inUse of all multisessionInterfaces.',
  });
}

/** @throws IMAPI_E_EMPTY_DISC, IMAPI_E_INCOMPATIBLE_PREVIOUS_SESSION */
export async function importPlace(used: IMultisession, member: string): Promise<ImportPlace> {
  const shared = sharedOf(used.importRecorder, member);
  const empty = () => new ImapiError(HResult.IMAPI_E_EMPTY_DISC, { member });
  if (isSequential(used)) {
    const sessionStart = await used.startAddressOfPreviousSession;
    // Sessions of audio have no files.
    if (sessionStart < 0 || (await used.isFirstDataSession)) throw empty();
    return {
      shared,
      sessionStart,
      nextBlock: await used.nextWritableAddress,
      freeBlocks: await used.freeSectorsOnMedia,
    };
  }
  const { lastSessionStartLba, nextWritableLba } = await readMultisession(shared.drive);
  if (lastSessionStartLba === null) throw empty();
  if (nextWritableLba === null) throw new ImapiError(HResult.IMAPI_E_INCOMPATIBLE_PREVIOUS_SESSION, { member });
  const total = isRandom(used) ? await used.totalSectorsOnMedia : 0;
  return { shared, sessionStart: 0, nextBlock: nextWritableLba, freeBlocks: Math.max(0, total - nextWritableLba) };
}
