import { expect, test } from '@jest/globals';
import { Drive } from '../../../../src/drive/drive.ts';
import { burnData, closeDisc, readDiscState } from '../../../../src/index.ts';
import { CloseFunction } from '../../../../src/mmc/commands/close-track-session.ts';
import { WriteType } from '../../../../src/mmc/mode-pages/write-parameters.ts';
import { Profile } from '../../../../src/mmc/profiles.ts';
import { BlockDisc, SimulatedDrive } from '../../../../src/simulator/index.ts';
import { close, dataBlocks, page05, write } from '../../../simulator/block-discs/support.ts';
import { flush } from '../../../simulator/support.ts';
import { TamperedTransport } from '../../../support/tampered-transport.ts';
import { dataOf, finished, tracksOf } from './support.ts';

/** CLOSE TRACK/SESSION, WRITE(10), MODE SELECT(10). */
const CHANGING: readonly number[] = [0x5b, 0x2a, 0x55];

/** A DVD-R DL to which another program has written 48 blocks by layer jump. */
async function begunByLayerJump() {
  const simulated = new SimulatedDrive({ disc: BlockDisc.blank('DVD-R DL') });
  await page05(simulated, WriteType.LayerJump);
  await write(simulated, 0, dataBlocks(48, 1));
  await flush(simulated);
  const transport = new TamperedTransport(simulated);
  return { simulated, transport, drive: new Drive(transport) };
}

test('a disc that was begun by layer jump is closed as it was recorded, and its track ends where the drive says', async () => {
  const { transport, drive } = await begunByLayerJump();
  const disc = await finished(closeDisc(drive));
  expect(disc).toMatchObject({ status: 'complete', medium: { profile: Profile.DvdRDualLayerJump } });
  expect(tracksOf(disc)).toEqual([[1, 0, 48]]);
  const pages = transport.selectedPages(0x05);
  expect(pages.length).toBeGreaterThan(0);
  expect(pages.map((page) => (page[2] ?? 0) % 16)).toEqual(pages.map(() => WriteType.LayerJump));
});

test.each(['tao', 'sao', 'auto'] as const)(
  'nothing is added to it with the write type %s, and why is said',
  async (writeType) => {
    const { simulated, transport, drive } = await begunByLayerJump();
    await close(simulated, CloseFunction.Track, 1);
    await close(simulated, CloseFunction.Session);
    expect(await readDiscState(drive)).toMatchObject({ status: 'appendable' });
    transport.cdbs.length = 0;
    await expect(finished(burnData(drive, dataOf(32), { append: true, writeType }))).rejects.toMatchObject({
      code: 'UNSUITABLE_MEDIUM',
      phase: 'planning',
      message: expect.stringMatching(/recorded by layer jump.*two ranges of addresses.*discwright close/s),
    });
    expect(transport.opcodes.filter((opcode) => CHANGING.includes(opcode))).toEqual([]);
  },
);
