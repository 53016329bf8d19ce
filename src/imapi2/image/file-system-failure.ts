import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import { hresultOfFailure } from '../core/sense-to-hresult.ts';

const BY_KIND: Readonly<Record<string, number>> = {
  'unsuitable-tree': HResult.IMAPI_E_INVALID_PARAM,
  changed: HResult.IMAPI_E_DATA_STREAM_INCONSISTENCY,
  'not-found': HResult.IMAPI_E_NO_SUPPORTED_FILE_SYSTEM,
  damaged: HResult.IMAPI_E_FILE_SYSTEM_READ_CONSISTENCY_ERROR,
  unsupported: HResult.IMAPI_E_FILE_SYSTEM_FEATURE_NOT_SUPPORTED,
};

/** The result for an error of the file systems. @param ofSource for files and folders that cannot be read */
export function fileSystemFailure(error: unknown, member: string, ofSource: number): ImapiError {
  if (error instanceof ImapiError) return error;
  const { name, kind = '', remedy } = error as { name?: string; kind?: string; remedy?: string };
  if (name !== 'FileSystemError') return new ImapiError(hresultOfFailure(error), { member, cause: error });
  const hresult = kind === 'source' ? ofSource : (BY_KIND[kind] ?? HResult.IMAPI_E_FSI_INTERNAL_ERROR);
  return new ImapiError(hresult, { member, cause: error, ...(remedy === undefined ? {} : { remedy: `${remedy}.` }) });
}
