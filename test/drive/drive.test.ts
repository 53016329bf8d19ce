import { describe, expect, test } from '@jest/globals';
import { Drive } from '../../src/drive/drive.ts';
import { SimulatedDrive } from '../../src/simulator/index.ts';
import { burnAudio } from '../../src/write/burn-audio.ts';
import { blocksOfNoise } from '../support/sources.ts';
import { checkCondition, drainGenerator, TamperedTransport } from '../support/tampered-transport.ts';

describe('the count of medium changes', () => {
  test('includes a unit attention that a queued WRITE met', async () => {
    const transport = new TamperedTransport(new SimulatedDrive());
    const drive = new Drive(transport);
    let before = 0;
    let writes = 0;
    transport.tamper = (request, next) => {
      if (request.cdb[0] !== 0x2a || ++writes !== 5) return next();
      before = drive.mediumGeneration;
      return checkCondition(6, 0x28, 0x00);
    };
    await expect(drainGenerator(burnAudio(drive, [blocksOfNoise(400)]))).rejects.toThrow(/6\/28\/00/);
    expect(drive.mediumGeneration).toBeGreaterThan(before);
  });
});
