import { expect, test } from '@jest/globals';
import { tableOfContentsInWords } from '../../src/cli/disc-words.ts';

test('the lead-out of a closed session is listed before the tracks of an open one', () => {
  const track = { kind: 'audio', control: 0, dataMode: 15, lengthBlocks: 300, open: false, damaged: false } as const;
  const lines = tableOfContentsInWords({
    tracks: [
      { ...track, number: 1, session: 1, startLba: 0 },
      { ...track, number: 2, session: 2, startLba: 11_702 },
    ],
    leadOutLba: 302,
    warnings: [],
  });
  expect(lines.map((line) => line.trim().split(/\s+/)[0])).toEqual(['Track', '1', 'out', '2']);
});
