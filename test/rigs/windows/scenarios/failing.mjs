import assert from 'node:assert/strict';
import { onDisc } from '../../support/saved-disc.mjs';
import { expectStatus, Machine } from '../machine.mjs';
import { assertDisc, assertWellBehaved, blocks, commandsOf, LIKE_WINDOWS } from './support.mjs';

const WRITE = '2a';
const burn = (...more) => ['burn', '--device', 'D:', '--yes', ...more];
const info = ['info', '--device', 'D:'];
/** The 25th WRITE of the second track, after 15 of the first: by then all that follow are queued. */
const IN_SECOND_TRACK = { ...LIKE_WINDOWS, stopAt: 15 + 25 };
const BLOCKS_BEFORE_STOP = 24 * 27;

/** Asserts that the tracks `first` are complete, and that the last one is the beginning of `interrupted`. */
function assertInterrupted(disc, status, first, interrupted) {
  assertDisc({ ...disc, tracks: disc.tracks.slice(0, first.length) }, status, first);
  const [{ bytes }, ...none] = disc.tracks.slice(first.length);
  assert.equal(none.length, 0);
  const expected = onDisc(interrupted);
  let same = 0;
  while (same < bytes.length && bytes[same] === expected[same]) same++;
  assert.ok(same >= blocks(20), `only ${same} bytes of what was sent are on the disc`);
  assert.ok(
    bytes.subarray(Math.ceil(same / blocks(1)) * blocks(1)).every((byte) => byte === 0),
    'something else follows',
  );
  return same / blocks(1);
}

/** Drives that refuse, do not answer, or disappear. */
export const failing = (wine) => [
  {
    name: 'no disc: the sense is explained',
    run: () =>
      Machine.with(wine, {}, async (machine) => {
        await machine.discwright(0, ['eject'], LIKE_WINDOWS);
        const { files } = await machine.music([blocks(300)]);
        const { stderr } = await machine.discwright(1, burn(...files), LIKE_WINDOWS);
        assert.match(stderr, /2\/3A\/02 medium not present/);
        await machine.discwright(0, ['load'], LIKE_WINDOWS);
        const { stdout } = await machine.discwright(0, [...info, '--json'], LIKE_WINDOWS);
        assert.equal(JSON.parse(stdout).disc.status, 'blank');
        return stderr.trim().split('\n')[0];
      }),
  },
  {
    name: 'a write fault: the sense is explained, and the disc can be closed',
    run: () =>
      Machine.with(
        wine,
        { faults: [{ at: { command: 'WRITE(10)', nth: 30 }, does: { sense: '3/0C/00' } }] },
        async (machine) => {
          const { sounds, files } = await machine.music([blocks(400), blocks(900)]);
          const { stderr } = await machine.discwright(1, burn(...files), LIKE_WINDOWS);
          assert.match(stderr, /3\/0C\/00/);
          assert.match(stderr, /write error/i);
          assert.match(stderr, /discwright close/);
          await machine.discwright(0, ['close', '--yes'], LIKE_WINDOWS);
          assertWellBehaved(await machine.log(), { locks: 2 });
          const kept = assertInterrupted(await machine.disc(), 'complete', [sounds[0]], sounds[1]);
          return `${kept} blocks of the interrupted track are on the disc`;
        },
      ),
  },
  {
    name: 'a time-out that comes again: error 121 is explained, and the drive can still be used',
    run: () =>
      Machine.with(
        wine,
        { faults: [{ at: { command: 'WRITE(10)', nth: 30 }, does: { hostTimeout: true }, times: 2 }] },
        async (machine) => {
          const { sounds, files } = await machine.music([blocks(400), blocks(900)]);
          const { stderr } = await machine.discwright(1, burn(...files), LIKE_WINDOWS);
          assert.match(stderr, /did not answer in time/);
          assert.match(stderr, /NTSTATUS C00000B5h, Win32 error 121/);
          const log = await machine.log();
          assert.equal(commandsOf(log, WRITE)[29].result !== 0, true);
          await machine.discwright(0, info, LIKE_WINDOWS);
          await machine.discwright(0, ['close', '--yes'], LIKE_WINDOWS);
          assertWellBehaved(await machine.log(), { locks: 2 });
          assertInterrupted(await machine.disc(), 'complete', [sounds[0]], sounds[1]);
        },
      ),
  },
  {
    name: 'the drive disappears during a burn, returns, and closes the disc',
    run: () =>
      Machine.with(wine, {}, async (machine) => {
        const { sounds, files } = await machine.music([blocks(400), blocks(2_000)]);
        const burning = await machine.start(burn(...files), IN_SECOND_TRACK);
        await machine.meanwhile(() => machine.pullPlug());
        const result = expectStatus(1, ['burn'], await burning.ended);
        assert.match(result.stderr, /disconnected/);
        assertWellBehaved(await machine.log(), { locks: 1 });
        const gone = await machine.discwright(3, info, LIKE_WINDOWS);
        assert.match(gone.stderr, /disconnected/);
        await machine.plugIn();
        await machine.discwright(0, ['close', '--yes'], LIKE_WINDOWS);
        const kept = assertInterrupted(await machine.disc(), 'complete', [sounds[0]], sounds[1]);
        assert.equal(kept, BLOCKS_BEFORE_STOP);
        return `${kept} blocks of the interrupted track are on the disc`;
      }),
  },
  {
    name: 'Ctrl-C during a burn: exit code 130, the disc plays',
    run: () =>
      Machine.with(wine, {}, async (machine) => {
        const { sounds, files } = await machine.music([blocks(400), blocks(2_000)]);
        const burning = await machine.start(burn(...files), IN_SECOND_TRACK);
        await machine.meanwhile(async () => {
          burning.kill('SIGINT');
          await burning.said(/Stopping at the next block/);
        });
        expectStatus(130, ['burn'], await burning.ended);
        assertWellBehaved(await machine.log(), { locks: 1 });
        const kept = assertInterrupted(await machine.disc(), 'complete', [sounds[0]], sounds[1]);
        assert.equal(kept, BLOCKS_BEFORE_STOP + 27);
        return `${kept} blocks of the interrupted track are on the disc`;
      }),
  },
  {
    name: 'the program is killed during a burn: lock and drive are released, the disc can be closed',
    run: () =>
      Machine.with(wine, {}, async (machine) => {
        const { sounds, files } = await machine.music([blocks(400), blocks(2_000)]);
        const burning = await machine.start(burn(...files), IN_SECOND_TRACK);
        await machine.meanwhile(async () => {
          burning.kill('SIGKILL');
          assert.equal((await burning.ended).status, null);
        });
        await machine.discwright(0, ['close', '--yes'], LIKE_WINDOWS);
        // The killed program had locked the tray.
        await machine.discwright(0, ['eject'], LIKE_WINDOWS);
        const kept = assertInterrupted(await machine.disc(), 'complete', [sounds[0]], sounds[1]);
        assert.equal(kept, BLOCKS_BEFORE_STOP);
        return `${kept} blocks of the interrupted track are on the disc`;
      }),
  },
];
