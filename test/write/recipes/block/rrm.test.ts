import { expect, test } from '@jest/globals';
import { burnData, Drive } from '../../../../src/index.ts';
import { BdRFormatSubType, FormatType } from '../../../../src/mmc/index.ts';
import { openSimulatedDrive } from '../../../../src/simulator/index.ts';
import { format } from '../../../simulator/block-discs/support.ts';
import { dataOf, finished } from './support.ts';

test.each([{}, { append: true }, { overwrite: true }])(
  'a BD-R in random recording mode is refused with the reason (%j)',
  async (options) => {
    const simulated = await openSimulatedDrive('?medium=BD-R');
    await format(simulated, {
      formatType: FormatType.BdRWithSpare,
      blocks: 11_826_176,
      subType: BdRFormatSubType.Random,
    });
    await using drive = new Drive(simulated);
    await expect(finished(burnData(drive, dataOf(64), options))).rejects.toMatchObject({
      phase: 'planning',
      code: 'UNSUITABLE_MEDIUM',
      message: expect.stringMatching(/formatted for random recording: .*which are free/),
    });
  },
);
