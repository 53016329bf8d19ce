import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { burn, cdSessionAtOnce, openJob, ripDisc } from '../../../src/index.ts';
import { readCd, SectorType, SubChannelSelection, WHOLE_MAIN_CHANNEL } from '../../../src/mmc/commands/read-cd.ts';
import { CD_TEXT_REPLY_BYTES, readCdText } from '../../../src/mmc/commands/read-cd-text.ts';
import { Disc } from '../../../src/simulator/index.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { drain } from '../recorded-disc.ts';
import { album, driveWith } from './discs.ts';

const SECTOR = { ...WHOLE_MAIN_CHANNEL, sectorType: SectorType.Any, subChannel: SubChannelSelection.Q } as const;

/** Main channel and Q of every block, and the packs of the lead-in. */
async function everythingOn(disc: Disc, endLba: number): Promise<{ blocks: Buffer; packs: unknown }> {
  const { drive } = driveWith(disc);
  const pieces: Uint8Array[] = [];
  for (let lba = -150; lba < endLba; lba += 26) {
    pieces.push(await drive.execute(readCd({ ...SECTOR, startLba: lba, lengthBlocks: Math.min(26, endLba - lba) })));
  }
  const { entries } = await drive.execute(readCdText({ allocationLength: CD_TEXT_REPLY_BYTES }));
  return { blocks: Buffer.concat(pieces), packs: entries };
}

test('a job folder is burned to an equal disc: sound, pauses, indexes, codes, flags and texts', async () => {
  const { disc } = await album();
  const folder = temporaryFolder();
  await drain(ripDisc(driveWith(disc).drive, { directory: folder, format: 'job', passes: 1 }));
  await using job = await openJob([join(folder, 'disc.cue')]);
  expect(job.warnings).toEqual([]);
  const copy = Disc.blank('CD-R 80');
  const { tracks, catalogueNumber, cdText } = job;
  const options = {
    ...(catalogueNumber === undefined ? {} : { catalogueNumber }),
    ...(cdText === undefined ? {} : { cdText }),
  };
  await drain(burn(driveWith(copy).drive, cdSessionAtOnce, tracks, options));
  const [one, other] = [await everythingOn(disc, 2_503), await everythingOn(copy, 2_503)];
  // Session-At-Once has silence in the first two seconds.
  const pregap = 150 * 2_368;
  expect(other.blocks.subarray(pregap).equals(one.blocks.subarray(pregap))).toBe(true);
  expect(other.packs).toEqual(one.packs);
});
