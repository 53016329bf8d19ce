import { expect, test } from '@jest/globals';
import { currentWriteSpeed } from '../../src/drive/write-speed.ts';
import { burnData, Drive, speedKBps } from '../../src/index.ts';
import { setStreaming } from '../../src/mmc/commands/set-streaming.ts';
import { BlockDisc, type BlockMediumKind, SimulatedDrive } from '../../src/simulator/index.ts';
import { dataOf, finished } from '../write/recipes/block/support.ts';

test.each<[BlockMediumKind, number, number, number]>([
  ['BD-R', 6, 0x41, 26_976],
  ['DVD+R', 8, 0x1b, 11_080],
])(
  'the speed of a %s is set by SET STREAMING and reported by GET PERFORMANCE',
  async (medium, times, profile, used) => {
    const simulated = new SimulatedDrive({ disc: BlockDisc.blank(medium) });
    const sent: number[] = [];
    simulated.burner.behaviours.unshift({
      name: 'counts',
      answer: (call, next) => {
        sent.push(call.cdb[0] ?? 0);
        return next();
      },
    });
    const drive = new Drive(simulated);
    const writeSpeedKBps = speedKBps(times, { profile });
    await finished(burnData(drive, dataOf(100), { writeSpeedKBps }));
    expect(sent).toContain(setStreaming.spec.opcode);
    const now = await currentWriteSpeed(drive);
    expect(now?.writeKBps).toBe(used);
    await drive.close();
  },
);
