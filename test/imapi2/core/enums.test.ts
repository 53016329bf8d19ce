import { expect, test } from '@jest/globals';
import * as enums from '../../../src/imapi2/core/enums.ts';
import * as ofFileSystems from '../../../src/imapi2/core/enums-file-system.ts';
import * as ofFormats from '../../../src/imapi2/core/enums-formats.ts';
import { reference } from '../conformance/reference.ts';

const documented = Object.fromEntries(reference.enums.map(({ name, values }) => [name, values]));

test('enumerations keep the names and numbers of the type library', () => {
  expect({ ...enums, ...ofFormats, ...ofFileSystems }).toEqual(documented);
});

test('the well-known members have their documented numbers', () => {
  expect(enums.IMAPI_FORMAT2_TAO_WRITE_ACTION.IMAPI_FORMAT2_TAO_WRITE_ACTION_FINISHING).toBe(3);
  expect(enums.IMAPI_MEDIA_PHYSICAL_TYPE.IMAPI_MEDIA_TYPE_CDR).toBe(2);
  expect(enums.IMAPI_MEDIA_PHYSICAL_TYPE.IMAPI_MEDIA_TYPE_CDRW).toBe(3);
  expect(enums.IMAPI_PROFILE_TYPE.IMAPI_PROFILE_TYPE_CD_RECORDABLE).toBe(9);
  expect(enums.IMAPI_FEATURE_PAGE_TYPE.IMAPI_FEATURE_PAGE_TYPE_CD_TRACK_AT_ONCE).toBe(0x2d);
  expect(enums.IMAPI_MODE_PAGE_TYPE.IMAPI_MODE_PAGE_TYPE_WRITE_PARAMETERS).toBe(5);
});
