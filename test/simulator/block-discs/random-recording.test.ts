import { describe, expect, test } from '@jest/globals';
import { CloseFunction } from '../../../src/mmc/commands/close-track-session.ts';
import { BdRFormatSubType, FormatType } from '../../../src/mmc/commands/format-unit.ts';
import { Profile } from '../../../src/mmc/profiles.ts';
import { discInformation, flush, senseOf, trackInformation } from '../support.ts';
import {
  capacityOf,
  close,
  currentFeatures,
  dataBlocks,
  driveWith,
  format,
  profileOf,
  read,
  write,
} from './support.ts';

const WRITE_ONCE_FEATURE = 0x25;

async function formatted() {
  const drive = driveWith('BD-R');
  const { BdRWithSpare } = FormatType;
  await format(drive, { formatType: BdRWithSpare, blocks: 11_826_176, subType: BdRFormatSubType.Random });
  return drive;
}

describe('a BD-R formatted for random recording', () => {
  test('has a profile and a capacity of its own, in one track', async () => {
    await using drive = await formatted();
    expect(await profileOf(drive)).toBe(Profile.BdRRandom);
    expect(await capacityOf(drive)).toBe(11_826_175);
    expect(await currentFeatures(drive)).toContain(WRITE_ONCE_FEATURE);
    expect(await discInformation(drive)).toMatchObject({ discStatus: 3, lastSessionState: 1, sessions: 1 });
    expect(await trackInformation(drive, 1)).toMatchObject({ lengthBlocks: 11_826_176, nextWritableValid: false });
  });

  test('is written in whole clusters, anywhere, each of them once', async () => {
    await using drive = await formatted();
    await write(drive, 6_400_000, dataBlocks(32, 1));
    await write(drive, 320, dataBlocks(32, 2));
    await flush(drive);
    expect(await read(drive, 6_400_000, 32)).toEqual(dataBlocks(32, 1));
    expect(await read(drive, 320, 32)).toEqual(dataBlocks(32, 2));
    expect(await senseOf(read(drive, 352, 32))).toMatchObject({ key: 8, asc: 0, ascq: 0 });
    expect(await senseOf(write(drive, 320, dataBlocks(32)))).toMatchObject({ key: 5, asc: 0x21, ascq: 0x02 });
    expect(await senseOf(write(drive, 648, dataBlocks(32)))).toMatchObject({ key: 5, asc: 0x21, ascq: 0x02 });
    expect(await senseOf(write(drive, 640, dataBlocks(16)))).toMatchObject({ key: 5, asc: 0x24, ascq: 0x00 });
    expect(await senseOf(write(drive, 11_826_176, dataBlocks(32)))).toMatchObject({ key: 5, asc: 0x21, ascq: 0x00 });
  });

  test('is finalized, and then cannot be written, and is never formatted again', async () => {
    await using drive = await formatted();
    await write(drive, 0, dataBlocks(32));
    const again = { formatType: FormatType.BdRWithSpare, blocks: 11_826_176, subType: 0 };
    expect(await senseOf(format(drive, again))).toMatchObject({ key: 5, asc: 0x30, ascq: 0x05 });
    await close(drive, CloseFunction.Finalize);
    expect(await discInformation(drive)).toMatchObject({ discStatus: 2, lastSessionState: 3 });
    expect(await senseOf(write(drive, 32, dataBlocks(32)))).toMatchObject({ key: 5, asc: 0x30, ascq: 0x05 });
    expect(await read(drive, 0, 32)).toEqual(dataBlocks(32));
  });

  test('has bad clusters replaced', async () => {
    await using drive = await formatted();
    drive.inject({ does: { scratch: { fromLba: 64, toLba: 64, kind: 'unreadable' } } });
    await write(drive, 64, dataBlocks(32));
    expect(await read(drive, 64, 32)).toEqual(dataBlocks(32));
  });
});
