import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { Machine } from '../machine.mjs';
import { windowsPath } from '../wine.mjs';
import { assertDisc, assertWellBehaved, blocks, commandsOf, LIKE_WINDOWS } from './support.mjs';

const WRITE = '2a';
const info = ['info', '--device', 'D:'];
const burn = (...more) => ['burn', '--device', 'D:', '--yes', ...more];

/** Runs `use(kill)` while another program has the drive. That program must end well, unless it is killed. */
async function withHolder(machine, how, use) {
  const release = machine.path('release');
  const holder = await machine.startScript('hold.mjs', [how, windowsPath(release)], LIKE_WINDOWS);
  await machine.seen(how === 'lock' ? /double.* lock Other/ : /server.* open.* rw/);
  let killed = false;
  await use(() => {
    killed = true;
    holder.kill('SIGKILL');
    return holder.ended;
  });
  await writeFile(release, '');
  const { status, both } = await holder.ended;
  if (!killed) assert.equal(status, 0, both);
}

/** What Windows refuses, and what the messages say. */
export const refusing = (wine) => [
  {
    name: 'the checks: error 5 for a read-only handle, 87 for misaligned and too long',
    run: () =>
      Machine.with(wine, {}, async (machine) => {
        const answers = await machine.script('refused.mjs', [], LIKE_WINDOWS);
        const { good, ...refused } = answers;
        assert.deepEqual(good, { ntStatus: '0', text: 'DISCWRT ' });
        const statuses = Object.fromEntries(Object.entries(refused).map(([name, { ntStatus }]) => [name, ntStatus]));
        assert.deepEqual(statuses, { readOnly: 'c0000022', misaligned: 'c000000d', tooLong: 'c000000d' });
      }),
  },
  {
    name: 'an adapter that transfers less than it reports: error 87',
    run: () =>
      Machine.with(wine, {}, async (machine) => {
        const { files } = await machine.music([blocks(600)]);
        const options = { double: { adapter: '262144,65,0' }, checks: 'align=1,max=32768' };
        const { stderr } = await machine.discwright(1, burn(...files), options);
        assert.match(stderr, /length or the alignment/);
        assert.match(stderr, /NTSTATUS C000000Dh, Win32 error 87/);
        assert.equal(commandsOf(await machine.log(), WRITE).length, 0);
        return /NTSTATUS [^\]]+/.exec(stderr)[0];
      }),
  },
  {
    name: 'files on the disc are open: refused',
    run: () =>
      Machine.with(wine, {}, async (machine) => {
        const { files } = await machine.music([blocks(300)]);
        for (const volume of ['1000,1', '0,0']) {
          const { stderr } = await machine.discwright(3, burn(...files), { double: { volume } });
          assert.match(stderr, /the disc is mounted and another program has it/);
        }
        const log = await machine.log();
        assertWellBehaved(log, { locks: 0 });
        assert.equal(commandsOf(log, WRITE).length, 0);
        assert.equal((await machine.disc()).status, 'blank');
      }),
  },
  {
    name: 'access denied: run it as administrator',
    run: () =>
      Machine.with(wine, {}, async (machine) => {
        await machine.denied(async () => {
          const { stderr } = await machine.discwright(3, info, LIKE_WINDOWS);
          assert.match(stderr, /Windows refused access.*Win32 error 5.*administrator/s);
          const { stdout } = await machine.discwright(0, ['drives', '--json'], LIKE_WINDOWS);
          const [drive] = JSON.parse(stdout).drives;
          assert.deepEqual([drive.path, drive.vendor, drive.accessible], ['D:', 'DOUBLE', false]);
          assert.match(drive.problem, /Win32 error 5.*administrator/s);
        });
        await machine.discwright(0, info, LIKE_WINDOWS);
      }),
  },
  {
    name: 'locked by another program: named; released once that is killed',
    run: () =>
      Machine.with(wine, {}, async (machine) => {
        const { sounds, files } = await machine.music([blocks(333)]);
        await withHolder(machine, 'lock', async (kill) => {
          for (const args of [info, burn(...files)]) {
            const { stderr } = await machine.discwright(3, args, LIKE_WINDOWS);
            assert.match(stderr, /'Other burner 2\.0', has exclusive use of the drive/);
            assert.match(stderr, /Task Manager/);
          }
          const { stdout } = await machine.discwright(0, ['drives', '--json'], LIKE_WINDOWS);
          assert.match(JSON.parse(stdout).drives[0].busy, /Other burner 2\.0/);
          assert.equal(commandsOf(await machine.log(), WRITE).length, 0);
          await kill();
        });
        await machine.discwright(0, burn(...files), LIKE_WINDOWS);
        assertDisc(await machine.disc(), 'complete', sounds);
      }),
  },
  {
    name: 'a handle that does not allow sharing: error 32',
    run: () =>
      Machine.with(wine, {}, async (machine) => {
        await withHolder(machine, 'share', async () => {
          const { stderr } = await machine.discwright(3, info, LIKE_WINDOWS);
          assert.match(stderr, /another program is using the drive.*Win32 error 32/s);
        });
        await machine.discwright(0, info, LIKE_WINDOWS);
      }),
  },
];
