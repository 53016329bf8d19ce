import { expect, test } from '@jest/globals';
import { decodeControl } from '../../../src/cd/control.ts';
import { qOfFormatted } from '../../../src/cd/sub-channel.ts';
import type { Drive } from '../../../src/drive/drive.ts';
import { readCd, SectorType, SubChannelSelection, WHOLE_MAIN_CHANNEL } from '../../../src/mmc/commands/read-cd.ts';
import { burnAudio } from '../../../src/write/burn-audio.ts';
import { blocksOfNoise } from '../../support/sources.ts';
import { drainGenerator, type Tamper } from '../../support/tampered-transport.ts';
import { tamperedDrive } from '../support.ts';

const burnCopy = async (writeType: 'tao' | 'sao' | 'raw', tamper?: Tamper) => {
  const { drive } = tamperedDrive(tamper);
  const sources = [{ ...blocksOfNoise(310), serialCopy: true }];
  const { result } = await drainGenerator(burnAudio(drive, sources, { writeType, verify: 'quick' }));
  return { drive, result };
};

/** The copy bit in Q of the first blocks of the track. */
async function copyBits(drive: Drive): Promise<string> {
  const selection = { ...WHOLE_MAIN_CHANNEL, subChannel: SubChannelSelection.Q, sectorType: SectorType.Any };
  const bytes = await drive.execute(readCd({ ...selection, startLba: 0, lengthBlocks: 26 }));
  return Array.from({ length: 26 }, (_, block) => {
    const [controlAndAdr = 0] = qOfFormatted(bytes.subarray(block * 2_368 + 2_352));
    return Number(decodeControl(Math.floor(controlAndAdr / 16)).copyPermitted);
  }).join('');
}

// IEC 60908: 9.375 Hz, which is four blocks on and four off. The 150 blocks before the track begin with 0.
test.each(['tao', 'sao', 'raw'] as const)(
  'the copy bit of a copy alternates every four blocks (%s)',
  async (writeType) => {
    const { drive, result } = await burnCopy(writeType);
    expect(await copyBits(drive)).toBe('11000011110000111100001111');
    expect(result.warnings).toEqual([]);
  },
);

test('a drive that does not let the copy bit alternate is noticed', async () => {
  const { drive, result } = await burnCopy('sao', (request, next) => {
    if (request.cdb[0] === 0x5d && request.data.direction === 'out') {
      const { bytes } = request.data;
      for (let at = 4; at < bytes.length; at += 8) bytes[at] = 0;
    }
    return next();
  });
  expect(await copyBits(drive)).toBe('0'.repeat(26));
  expect(result.warnings).toEqual([
    'verifying: track 1 was to be an SCMS copy, but its copy bit does not alternate on the disc',
  ]);
});

test('where Q cannot be read, a warning says so', async () => {
  const { result } = await burnCopy('sao', async (request, next) => {
    const reply = await next();
    const hasQ = request.cdb[0] === 0xbe && request.cdb[10] === SubChannelSelection.Q;
    if (hasQ && reply.outcome === 'answered') {
      for (let at = 2_352; at < reply.data.length; at += 2_368) reply.data.fill(0xff, at, at + 16);
    }
    return reply;
  });
  expect(result.warnings).toEqual([expect.stringMatching(/too little of the Q sub-channel of track 1 can be read/)]);
});
