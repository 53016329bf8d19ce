import { expect, test } from '@jest/globals';
import { TransportError } from '../../../src/transport/transport-error.ts';
import { READ_CD } from '../../support/cdb.ts';
import { blocksOfNoise } from '../../support/sources.ts';
import { good, type Tamper } from '../../support/tampered-transport.ts';
import { write } from '../recipes/cd-sao/support.ts';
import { tamperedDrive } from '../support.ts';

const withIndexes = { ...blocksOfNoise(400), indexBlocks: [100] };

/** Answers the first reads of Q (READ CD with a sub-channel in byte 10) in its own way. */
const readsOfQ = (times: number, answer: Tamper): Tamper => {
  let reads = 0;
  return (request, next) =>
    request.cdb[0] === READ_CD && request.cdb[10] !== 0 && reads++ < times ? answer(request, next) : next();
};

const noAnswer: Tamper = () => {
  throw new TransportError({
    kind: 'timeout',
    path: 'sim:',
    operation: 'send',
    reason: 'no answer',
    remedy: 'Check the cable',
  });
};

test('one read of an index that is not answered, or answered short, is repeated', async () => {
  for (const answer of [noAnswer, () => good()]) {
    const { drive } = tamperedDrive(readsOfQ(1, answer));
    const { result } = await write(drive, [withIndexes]);
    expect(result).toMatchObject({ warnings: [], disc: { status: 'complete' } });
  }
});

test.each([
  ['not answered', noAnswer],
  ['answered without data', () => good()],
])('reads of indexes that are never answered well (%s) are a warning: the sound is right', async (_name, answer) => {
  const { drive } = tamperedDrive(readsOfQ(Number.POSITIVE_INFINITY, answer));
  const { result } = await write(drive, [withIndexes]);
  expect(result.warnings).toEqual([expect.stringMatching(/the indexes of track 1 could not be read back/)]);
});
