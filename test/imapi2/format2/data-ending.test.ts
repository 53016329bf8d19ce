import { expect, test } from '@jest/globals';
import { endingFor, isNearlyFull } from '../../../src/imapi2/format2/data-ending.ts';
import { IMAPI_MEDIA_PHYSICAL_TYPE as Type } from '../../../src/imapi2/index.ts';

test('a disc with 2 % of its sectors left is nearly full', () => {
  expect([isNearlyFull(20, 1_000), isNearlyFull(21, 1_000), isNearlyFull(-1, 1_000)]).toEqual([true, false, true]);
});

test('what is overwritten is finished for other drives, but for the background format that was wished to go on', () => {
  const request = {
    overwritten: true,
    last: false,
    forceMediaToBeClosed: false,
    disableConsumerDvdCompatibilityMode: true,
  };
  const endings = [Type.IMAPI_MEDIA_TYPE_DVDPLUSRW, Type.IMAPI_MEDIA_TYPE_DVDRAM, Type.IMAPI_MEDIA_TYPE_DVDDASHRW].map(
    (type) => endingFor({ ...request, type }),
  );
  expect(endings).toEqual(['close-session', 'finalize', 'finalize']);
  expect(endingFor({ ...request, type: Type.IMAPI_MEDIA_TYPE_DVDPLUSRW, forceMediaToBeClosed: true })).toBe('finalize');
});

test('the last session that a disc has room for closes it', () => {
  const request = {
    type: Type.IMAPI_MEDIA_TYPE_DVDPLUSR,
    overwritten: false,
    forceMediaToBeClosed: false,
    disableConsumerDvdCompatibilityMode: true,
  };
  expect([true, false].map((last) => endingFor({ ...request, last }))).toEqual(['finalize', 'close-session']);
});
