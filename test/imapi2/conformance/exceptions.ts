const OVERWRITABLE = 'for media that can be overwritten, DVD+RW and the like, which nothing here writes yet';

/** Members that are missing, and why. The test fails when one of them exists. */
export const MISSING: Readonly<Record<string, string>> = {
  'IMultisessionRandomWrite::get_WriteUnitSize': OVERWRITABLE,
  'IMultisessionRandomWrite::get_LastWrittenAddress': OVERWRITABLE,
  'IMultisessionRandomWrite::get_TotalSectorsOnMedia': OVERWRITABLE,
};

/** Documented results that no test brings about, and why. The test fails when one of them is tested. */
export const UNTESTED_RESULTS: Readonly<Record<string, string>> = {
  E_OUTOFMEMORY: 'JavaScript has no such error: without memory, the process ends',
  E_IMAPI_DF2DATA_MEDIA_NOT_BLANK: OVERWRITABLE,
  E_IMAPI_ERASE_MODE_PAGE_2A_TOO_SMALL: 'an erase does not need this page',
  E_IMAPI_ERASE_ONLY_ONE_RECORDER_SUPPORTED: 'a recorder that is set can be replaced by another',
};
