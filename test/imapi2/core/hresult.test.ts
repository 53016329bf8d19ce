import { describe, expect, test } from '@jest/globals';
import { HResult, hresultHex, hresultNameOf, isFailure, unsignedHResult } from '../../../src/imapi2/core/hresult.ts';
import { hresultText } from '../../../src/imapi2/core/hresult-texts.ts';
import { reference } from '../conformance/reference.ts';

/** winerror.h has two names for this number. */
const SAME_NUMBER = 'STRSAFE_E_INVALID_PARAMETER';
const documented = Object.fromEntries(
  reference.hresults.filter(({ name }) => name !== SAME_NUMBER).map(({ name, value }) => [name, value]),
);

describe('HResult', () => {
  test.each([
    ['E_IMAPI_REQUEST_CANCELLED', 0xc0aa0002],
    ['E_IMAPI_RECORDER_REQUIRED', 0xc0aa0003],
    ['S_IMAPI_SPEEDADJUSTED', 0x00aa0004],
    ['S_IMAPI_BOTHADJUSTED', 0x00aa0006],
    ['E_IMAPI_RECORDER_MEDIA_NO_MEDIA', 0xc0aa0202],
    ['E_IMAPI_RECORDER_LOCKED', 0xc0aa0210],
    ['E_IMAPI_RECORDER_INVALID_RESPONSE_FROM_DEVICE', 0xc0aa02ff],
    ['E_IMAPI_LOSS_OF_STREAMING', 0xc0aa0300],
    ['E_IMAPI_DF2TAO_WRITE_IN_PROGRESS', 0xc0aa0500],
    ['E_IMAPI_DF2TAO_MEDIA_IS_NOT_PREPARED', 0xc0aa0502],
    ['E_IMAPI_DF2TAO_MEDIA_IS_PREPARED', 0xc0aa0503],
    ['E_IMAPI_DF2TAO_PROPERTY_FOR_BLANK_MEDIA_ONLY', 0xc0aa0504],
    ['E_IMAPI_DF2TAO_MEDIA_IS_NOT_BLANK', 0xc0aa0506],
    ['E_IMAPI_DF2TAO_STREAM_NOT_SUPPORTED', 0xc0aa050d],
    ['E_IMAPI_ERASE_MEDIA_IS_NOT_ERASABLE', 0x80aa0904],
    ['E_POINTER', 0x80004003],
    ['HRESULT_FROM_WIN32(ERROR_DEV_NOT_EXIST)', 0x80070037],
  ] as const)('%s', (name, value) => {
    expect(HResult[name]).toBe(value);
    expect(hresultNameOf(value)).toBe(name);
  });

  test('holds the documented names and numbers, and no number appears twice', () => {
    const shown = Object.fromEntries(Object.entries(HResult).map(([name, value]) => [name, hresultHex(value)]));
    expect(shown).toEqual(documented);
    expect(new Set(Object.values(HResult)).size).toBe(Object.keys(HResult).length);
  });

  test('an E_ name is a failure and an S_ name is not', () => {
    for (const [name, value] of Object.entries(HResult)) {
      expect([name, isFailure(value)]).toEqual([name, !/^(IMAPI_)?S_/.test(name)]);
    }
  });

  test('COM’s signed number means the same result', () => {
    expect(unsignedHResult(-1062599424)).toBe(0xc0aa0500);
    expect(hresultNameOf(-1062599424)).toBe('E_IMAPI_DF2TAO_WRITE_IN_PROGRESS');
    expect(isFailure(-1062599424)).toBe(true);
  });

  test('every result has its own text, and failures say what to do next', () => {
    const unknown = hresultText(undefined);
    for (const name of Object.keys(HResult) as (keyof typeof HResult)[]) {
      const [meaning, remedy] = hresultText(name);
      expect([name, meaning]).not.toEqual([name, unknown[0]]);
      expect(meaning).not.toMatch(/[.]$/);
      expect(remedy).toMatch(/[.]$/);
    }
  });
});
