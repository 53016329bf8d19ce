import { expect, test } from '@jest/globals';
import { MATRIX } from './matrix.ts';

/** Run by test/rigs/peers/media-matrix.mjs, which makes a scenario of every cell that says yes. */
const OF_RIGS = ['peersRead', 'peersWroteWeAppend', 'weWrotePeersAppend'];

test.each(OF_RIGS)('%s is known of every kind of disc: yes, or why not', (column) => {
  expect(Object.keys(MATRIX.operations)).toContain(column);
  for (const [name, cells] of Object.entries(MATRIX.media))
    expect([name, cells[column]]).toEqual([
      name,
      cells[column] === 'yes' ? 'yes' : { no: expect.stringMatching(/.{30,}/) },
    ]);
});

test('kernelReads is known of every kind of disc but one, which the kernel rig does not have', () => {
  const unknown = Object.entries(MATRIX.media).filter(([, { kernelReads }]) => kernelReads === undefined);
  expect(unknown.map(([name]) => name)).toEqual(['BD-RE DL']);
});
