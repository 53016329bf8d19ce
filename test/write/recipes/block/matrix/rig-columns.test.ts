import { expect, test } from '@jest/globals';
import { MATRIX } from './matrix.ts';

/** Run by test/rigs/peers/media-matrix.mjs and test/rigs/kernel/scenarios/media.mjs, which make a scenario of every cell that says yes. */
const OF_RIGS = ['kernelReads', 'peersRead', 'peersWroteWeAppend', 'weWrotePeersAppend'];

test.each(OF_RIGS)('%s is known of every kind of disc: yes, or why not', (column) => {
  expect(Object.keys(MATRIX.operations)).toContain(column);
  for (const [name, cells] of Object.entries(MATRIX.media))
    expect([name, cells[column]]).toEqual([
      name,
      cells[column] === 'yes' ? 'yes' : { no: expect.stringMatching(/.{30,}/) },
    ]);
});
