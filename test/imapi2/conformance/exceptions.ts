/** Members that are missing, and why. The test fails when one of them exists. */
export const MISSING: Readonly<Record<string, string>> = {};

/** Documented results that no test brings about, and why. The test fails when one of them is tested. */
export const UNTESTED_RESULTS: Readonly<Record<string, string>> = {
  E_OUTOFMEMORY: 'JavaScript has no such error: without memory, the process ends',
  E_IMAPI_ERASE_MODE_PAGE_2A_TOO_SMALL: 'an erase does not need this page',
  E_IMAPI_ERASE_ONLY_ONE_RECORDER_SUPPORTED: 'a recorder that is set can be replaced by another',
};

/** Members of IMAPI2FS that are missing, by pattern, and why. The first pattern counts. */
export const MISSING_OF_FILE_SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/WorkingDirectory/, 'files are read while the image is, so there are no stash files'],
  [/NamedStream|IFsiFileItem2|FixedSize|IsRealTime/, 'named streams and real-time files are not written yet'],
  [
    /StrictFileSystemCompliance|RestrictedCharacterSet/,
    'names of ISO 9660 always have its characters, and Joliet has the others',
  ],
];
