import { describe, expect, test } from '@jest/globals';
import type { Fault } from '../../../../src/simulator/index.ts';
import { burnUnder } from './burn-under.ts';

const at = (command: string, nth = 1) => ({ command, nth });

describe('a burn while something goes wrong', () => {
  test.each<[string, Fault]>([
    ['an occasional BUSY', { at: { random: { seed: 1, chance: 0.2 } }, does: { status: 'BUSY' } }],
    ['a full queue for a WRITE', { at: at('WRITE(10)', 5), does: { status: 'TASK SET FULL' }, times: 20 }],
    ['LONG WRITE IN PROGRESS for a while', { at: at('WRITE(10)', 3), does: { sense: '2/04/08' }, times: 50 }],
    ['a drive that is busy when polled', { at: at('TEST UNIT READY', 2), does: { sense: '2/04/01' }, times: 5 }],
    ['a reset before anything', { at: at('TEST UNIT READY'), does: { reset: true } }],
    ['a refused calibration command', { at: at('SEND OPC INFORMATION'), does: { sense: '5/20/00' } }],
    ['a refused buffer query', { at: at('READ BUFFER CAPACITY'), does: { sense: '5/20/00' }, times: 'always' }],
    [
      'a deferred write error at the flush, over blocks that are there',
      { at: at('SYNCHRONIZE CACHE(10)'), does: { sense: '3/0C/00', deferred: true } },
    ],
    ['a close that fails once', { at: at('CLOSE TRACK/SESSION'), does: { sense: '3/72/00' } }],
    ['a flush whose command is lost', { at: at('SYNCHRONIZE CACHE(10)'), does: { hostTimeout: true } }],
    ['a WRITE that is never answered', { at: at('WRITE(10)', 9), does: { hostTimeout: true } }],
    ['a WRITE whose answer is lost', { at: at('WRITE(10)', 9), does: { hostTimeout: 'carried-out' } }],
    ['a WRITE with a parity error', { at: at('WRITE(10)', 9), does: { sense: 'B/47/00' } }],
    ['a drive that cannot lock its tray', { at: at('PREVENT/ALLOW MEDIUM REMOVAL'), does: { sense: '5/20/00' } }],
  ])('succeeds: %s', async (_name, fault) => {
    expect(await burnUnder([fault])).toBeUndefined();
  });

  test.each<[string, Fault, RegExp]>([
    [
      'a write error',
      { at: { command: 'WRITE(10)', lba: 700 }, does: { sense: '3/0C/00', information: 513 } },
      /track 2 .*3\/0C\/00/,
    ],
    [
      'a deferred write error',
      { at: at('WRITE(10)', 20), does: { sense: '3/0C/00', deferred: true } },
      /earlier WRITE/,
    ],
    ['a bad spot', { at: { command: 'WRITE(10)', lba: 600 }, does: { sense: '3/0C/00' }, times: 'always' }, /3\/0C/],
    ['a failed calibration', { at: at('SEND OPC INFORMATION'), does: { sense: '3/73/03' } }, /calibrating/],
    [
      'a session that cannot be closed',
      { at: at('CLOSE TRACK/SESSION'), does: { sense: '3/72/00' }, times: 'always' },
      /closing the ses/,
    ],
    [
      'a flush that is never answered',
      { at: at('SYNCHRONIZE CACHE(10)'), does: { hostTimeout: true }, times: 'always' },
      /did not answer within/,
    ],
    [
      'WRITEs that are never answered',
      { at: at('WRITE(10)', 9), does: { hostTimeout: true }, times: 'always' },
      /did not answer within/,
    ],
    [
      'WRITEs whose answers are lost',
      { at: at('WRITE(10)', 9), does: { hostTimeout: 'carried-out' }, times: 'always' },
      /did not answer within/,
    ],
    ['a reset while writing', { at: at('WRITE(10)', 9), does: { reset: true } }, /6\/29\/00/],
    [
      'a reset while closing',
      { at: { timeMs: 6_000 }, does: { reset: true } },
      /closing the session: .*last session is damaged/,
    ],
    ['a power failure while writing', { at: at('WRITE(10)', 9), does: { powerLoss: 'restart' } }, /6\/29\/00/],
    ['a permanent power failure', { at: at('WRITE(10)', 9), does: { powerLoss: 'gone' } }, /lost power/],
    ['an unplugged drive', { at: at('WRITE(10)', 9), does: { disconnect: true } }, /unplugged/],
    ['a drive unplugged from the start', { does: { disconnect: true } }, /unplugged/],
    ['a disc that is removed', { at: at('WRITE(10)', 9), does: { sense: '2/3A/02' }, times: 'always' }, /2\/3A\/02/],
    [
      'a drive that never becomes ready',
      { at: at('TEST UNIT READY'), does: { sense: '2/04/01' }, times: 'always' },
      /still/,
    ],
    ['a buffer that stays full', { at: at('WRITE(10)', 5), does: { sense: '2/04/08' }, times: 'always' }, /2\/04\/08/],
    ['track information too short', { at: at('READ TRACK INFORMATION'), does: { shortData: 7 }, times: 'always' }, /./],
  ])('ends with a clear error: %s', async (_name, fault, words) => {
    const error = await burnUnder([fault]);
    expect(error?.message).toMatch(words);
  });

  test('full verification finds a scratch made during the burn', async () => {
    const scratch = (kind: 'c2' | 'unreadable') => ({ does: { scratch: { fromLba: 300, toLba: 301, kind } } }) as const;
    expect((await burnUnder([scratch('c2')], { verify: 'full' }))?.message).toMatch(/track 1 at LBA 300.*differs/);
    expect((await burnUnder([scratch('unreadable')], { verify: 'full' }))?.message).toMatch(/track 1.*3\/11\/05/);
    expect(await burnUnder([scratch('unreadable')])).toBeUndefined();
  });

  test('under random faults it succeeds or ends with a clear error', async () => {
    const candidates: Fault['does'][] = [
      { sense: '3/0C/00' },
      { sense: '3/0C/09', deferred: true },
      { sense: '4/44/00' },
      { sense: '6/28/00' },
      { sense: '2/04/00' },
      { status: 'BUSY' },
      { status: 'CHECK CONDITION' },
      { hostTimeout: 'carried-out' },
      { shortData: 3 },
      { staleData: 5 },
      { reset: true },
      { powerLoss: 'restart' },
    ];
    for (const [seed, does] of candidates.entries()) {
      for (const chance of [0.02, 0.2]) await burnUnder([{ at: { random: { seed, chance } }, does }]);
    }
  });
});
