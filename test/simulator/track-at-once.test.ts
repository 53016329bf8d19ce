import { describe, expect, test } from '@jest/globals';
import { DiscStatus, SessionState } from '../../src/mmc/commands/read-disc-information.ts';
import { SimulatedDrive } from '../../src/simulator/index.ts';
import { blocks, burnTrack, closeSession, discInformation, selectPage05, trackInformation } from './support.ts';

describe('Track-At-Once on a simulated drive', () => {
  test('three tracks and a closed session', async () => {
    await using drive = new SimulatedDrive();
    expect(await discInformation(drive)).toMatchObject({
      discStatus: DiscStatus.Blank,
      lastSessionState: SessionState.Empty,
      sessions: 1,
      lastTrackInLastSession: 1,
    });
    await selectPage05(drive);
    expect(await burnTrack(drive, blocks(375))).toBe(0);
    expect(await burnTrack(drive, blocks(525))).toBe(375 + 152);
    expect(await burnTrack(drive, blocks(338))).toBe(375 + 152 + 525 + 152);
    expect(await trackInformation(drive, 2)).toMatchObject({
      track: 2,
      session: 1,
      startLba: 527,
      lengthBlocks: 525,
      blank: false,
      nextWritableValid: false,
    });
    expect(await discInformation(drive)).toMatchObject({
      discStatus: DiscStatus.Appendable,
      lastSessionState: SessionState.Incomplete,
      lastTrackInLastSession: 4,
    });
    await closeSession(drive);
    expect(await discInformation(drive)).toMatchObject({
      discStatus: DiscStatus.Complete,
      lastSessionState: SessionState.Complete,
      sessions: 1,
      lastTrackInLastSession: 3,
    });
  });
});
