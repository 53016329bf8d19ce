import { expect, test } from '@jest/globals';
import { readDiscState } from '../../src/drive/disc-state.ts';
import { requireAddress } from '../../src/write/data-session.ts';
import { tamperedDrive } from './support.ts';

test('a place without an address is refused before a file system is made for it', async () => {
  const { drive } = tamperedDrive();
  const disc = await readDiscState(drive);
  const place = { lastSessionStartLba: 0, sessionOpen: false };
  expect(requireAddress(disc, { ...place, nextWritableLba: 300 })).toEqual({ ...place, nextWritableLba: 300 });
  expect(() => requireAddress(disc, { ...place, nextWritableLba: null })).toThrow(
    expect.objectContaining({ name: 'BurnError', phase: 'planning', code: 'NO_NEXT_ADDRESS' }),
  );
});
