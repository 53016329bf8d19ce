// The virtual burner as a device of the machine: from its first error to what it leaves behind, burned by us and by others.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { planIsoImage, treeFromFolder } from '../../../../build/image/index.js';
import {
  burnAudio,
  burnData,
  closeTray,
  ejectDisc,
  openAudioFile,
  openDrive,
  readMultisession,
  TrackFormats,
} from '../../../../build/index.js';
import { noise } from '../../../support/noise-source.mjs';
import { linesOf, requireSame } from '../../images/compare.mjs';
import { makeRandomTree } from '../../images/random-tree.mjs';
import { runExpecting, startProgram } from '../../support/programs.mjs';
import { assertSameBytes, readSavedDisc } from '../../support/saved-disc.mjs';
import { cdromInfo, nodes, serve, targets } from '../guest/served.mjs';
import { assertTracks, folder, readByOthers, wavs } from '../guest/sounds.mjs';
import { discwright, repository } from '../guest/users.mjs';
import { VirtualDrive } from '../guest/virtual-drive.mjs';

const disc = join(tmpdir(), 'my.disc');
/** Linux's isofs cuts a Rock Ridge name of 254 bytes and more. */
const ISOFS_NAME_BYTES = 253;
const TREES_LIMIT_MS = 420_000;
const RANDOM_TREES = [3_000, 3_001, 3_002];
let server;
let drive;

/** test/contract on the drive that TEST_DRIVE names. */
const contractTests = [
  ...['--experimental-vm-modules', 'node_modules/jest/bin/jest.js', '--runInBand', '--watchman=false'],
  ...['--cacheDirectory', join(tmpdir(), 'jest'), '--runTestsByPath', 'test/contract/hardware.test.ts'],
];

async function freshDrive(medium) {
  if (drive === undefined) drive = await VirtualDrive.plugIn();
  await drive.do('insert', medium);
  return drive;
}

const burning = (user, node) => discwright(user, 'burn', '--device', node, '--yes', '--verify', 'full', ...wavs);

function burnedBy(user, kind) {
  return async () => {
    const { [kind]: node } = await freshDrive();
    const { stdout } = await runExpecting(0, ...burning(user, node));
    assert.match(stdout, /Verified: 2 tracks read back and matched/);
    assertTracks(await drive.do('tracks'));
    assert.equal((await drive.do('state')).locked, false);
  };
}

export const scenarios = [
  {
    name: 'without configfs, serve says what to do',
    always: true,
    run: async () => {
      const refused = await runExpecting(3, ...discwright('root', 'serve', '--device', 'sim:', '--tcmu'));
      assert.match(refused.stderr, /Run: mount -t configfs/);
    },
  },
  {
    name: 'the kernel makes the nodes and recognizes a recorder',
    always: true,
    run: async () => {
      await runExpecting(0, 'mount', ['-t', 'configfs', 'configfs', '/sys/kernel/config']);
      server = await serve(disc);
      assert.deepEqual(nodes(), ['sg0', 'sr0']);
      assert.equal(cdromInfo('Can write CD-R:'), '1');
      const { stdout } = await runExpecting(0, 'sg_inq', ['/dev/sg0']);
      assert.match(stdout, /VIRTUAL CD-RW/);
    },
  },
  {
    name: 'root burns /dev/sr0, and all of it is read back',
    run: async () => {
      await runExpecting(0, ...burning('root', '/dev/sr0'));
      const { stdout } = await runExpecting(0, ...discwright('root', 'info', '--device', '/dev/sr0'));
      assert.match(stdout, /2 complete tracks/);
    },
  },
  { name: 'cd-info and cdparanoia read what discwright burned', run: () => readByOthers('/dev/sr0') },
  {
    name: 'SIGTERM: nodes and target are removed, and the saved disc holds every byte',
    run: async () => {
      await server.stop();
      assert.deepEqual([nodes(), targets()], [[], []]);
      assertTracks(await readSavedDisc(disc));
    },
  },
  {
    name: 'kill -9 while programs use the drive: the next server cleans up and has the disc',
    run: async () => {
      server = await serve(disc);
      const asking = startProgram('sh', ['-c', 'while :; do sg_turs /dev/sg0 >/dev/null 2>&1; done']);
      await sleep(1_000);
      server.kill('SIGKILL');
      await server.ended;
      assert.deepEqual(nodes(), ['sg0', 'sr0'], 'the nodes disappeared by themselves, so this tests nothing');
      server = await serve(disc);
      asking.kill('SIGKILL');
      assert.equal(targets().length, 2, `more than one target: ${targets()}`);
      const { stdout } = await runExpecting(0, ...discwright('root', 'info', '--device', '/dev/sr0'));
      assert.match(stdout, /2 complete tracks/);
      assert.match(await server.stop('SIGINT'), /removed the target of process/);
      assert.deepEqual([nodes(), targets()], [[], []]);
    },
  },
  { name: 'a user in group cdrom burns /dev/sr0 despite the kernel’s filter', run: burnedBy('cdrom', 'block') },
  { name: 'a user in group cdrom burns /dev/sg0', run: burnedBy('cdrom', 'generic') },
  {
    name: 'a user who is in no group is told what to do',
    run: async () => {
      const { block, generic } = await freshDrive();
      for (const node of [block, generic]) {
        const refused = await runExpecting(3, ...burning('nobody', node));
        assert.match(refused.stderr, /no permission.*EACCES/s);
        assert.match(refused.stderr, /usermod -aG cdrom/);
      }
      await drive.do('heard');
      assert.equal((await drive.do('tracks')).status, 'blank');
    },
  },
  {
    name: 'root burns /dev/sg0 with a program',
    run: async () => {
      const { generic } = await freshDrive();
      const opened = await openDrive(generic);
      try {
        const tracks = await Promise.all(wavs.map((path) => openAudioFile(path)));
        for await (const _progress of burnAudio(opened, tracks, { verify: 'full' }));
      } finally {
        await opened.close();
      }
      assertTracks(await drive.do('tracks'));
      assert.equal((await drive.do('state')).locked, false);
    },
  },
  ...['block', 'generic'].map((kind) => ({
    name: `the transport contract, burning included, holds on ${kind === 'block' ? '/dev/sr0' : '/dev/sg0'}`,
    limitMs: 600_000,
    run: async () => {
      const { [kind]: node } = await freshDrive('CD-RW');
      const { both } = await runExpecting(0, process.execPath, contractTests, {
        cwd: repository,
        env: { ...process.env, TEST_DRIVE: node, TEST_DRIVE_BURN: '1' },
        limitMs: 600_000,
      });
      const [, passed] = /Tests: .*?(\d+) passed/.exec(both) ?? [];
      assert.ok(Number(passed) > 15, both);
      return `${passed} tests`;
    },
  })),
  ...[
    ['wodim', ['gracetime=2']],
    ['cdrskin', []],
  ].map(([program, options]) => ({
    name: `${program} burns audio; cd-info, cdparanoia and discwright read it`,
    run: async () => {
      const { block } = await freshDrive();
      await runExpecting(0, program, [`dev=${block}`, ...options, '-tao', '-audio', '-pad', ...wavs]);
      assertTracks(await drive.do('tracks'));
      assert.equal((await drive.do('state')).locked, false);
      const seen = await readByOthers(block);
      const bin = join(tmpdir(), `${program}.cue`);
      await runExpecting(0, ...discwright('root', 'export', '--device', block, '--cue', bin));
      return `tracks and lead-out at ${seen}`;
    },
  })),
  {
    name: 'wodim burns data, and the kernel mounts it',
    run: async () => {
      const { block } = await freshDrive();
      const content = noise(1_500_000, 3);
      const [file, iso, mounted] = ['CONTENT.BIN', 'data.iso', 'mounted'].map((name) => join(folder, name));
      writeFileSync(file, content);
      await runExpecting(0, 'genisoimage', ['-quiet', '-o', iso, '-V', 'RIG', file]);
      await runExpecting(0, 'wodim', [`dev=${block}`, 'gracetime=2', '-tao', '-data', '-pad', iso]);
      mkdirSync(mounted);
      await runExpecting(0, 'modprobe', ['isofs']);
      await runExpecting(0, 'mount', ['-t', 'iso9660', '-o', 'ro', block, mounted]);
      const [name] = readdirSync(mounted);
      assertSameBytes(readFileSync(join(mounted, name)), content, 'the file on the mounted disc');
      await runExpecting(0, 'umount', [mounted]);
    },
  },
  {
    name: "the kernel's isofs reads random trees and a second session by discwright",
    limitMs: TREES_LIMIT_MS,
    run: async () => {
      const { block } = await freshDrive();
      const [first, second, mounted] = ['tree1', 'tree2', 'mounted3'].map((name) => join(folder, name));
      let entries = 0;
      for (const seed of RANDOM_TREES)
        entries += makeRandomTree(join(first, `tree ${seed}`), seed, { longestName: ISOFS_NAME_BYTES });
      writeFileSync(join(first, 'replaced'), 'before');
      mkdirSync(join(second, 'tree 3000', 'deep 0'), { recursive: true });
      writeFileSync(join(second, 'tree 3000', 'deep 0', 'added'), 'added');
      writeFileSync(join(second, 'replaced'), 'after, and longer');
      const burn = (...args) =>
        runExpecting(0, ...discwright('root', 'data', ...args, '--device', block, '--yes'), {
          limitMs: TREES_LIMIT_MS,
        });
      await burn(first, '--leave-open');
      await burn(second, '--append');
      await runExpecting(0, ...discwright('root', 'eject', '--device', block));
      await runExpecting(0, ...discwright('root', 'load', '--device', block));
      await runExpecting(0, 'cp', ['-a', `${second}/.`, first]);
      mkdirSync(mounted);
      await runExpecting(0, 'modprobe', ['isofs']);
      await runExpecting(0, 'mount', ['-t', 'iso9660', '-o', 'ro', block, mounted]);
      const want = { modes: true, dates: true, folderDates: false, links: true };
      requireSame('isofs', linesOf(mounted, want), linesOf(first, want));
      await runExpecting(0, 'umount', [mounted]);
      return `${entries} entries`;
    },
  },
  {
    name: 'an Enhanced CD: the kernel finds session 2, and mounts its files',
    run: async () => {
      const { block } = await freshDrive();
      const content = noise(300_000, 4);
      const [files, mounted] = ['session2', 'mounted2'].map((name) => join(folder, name));
      mkdirSync(files);
      writeFileSync(join(files, 'CONTENT.BIN'), content);
      const opened = await openDrive(block);
      let place;
      try {
        const tracks = await Promise.all(wavs.map((path) => openAudioFile(path)));
        for await (const _progress of burnAudio(opened, tracks, { ending: 'close-session' }));
        place = await readMultisession(opened);
        const plan = await planIsoImage(await treeFromFolder(files), { startBlock: place.nextWritableLba });
        const { name, lengthBytes, repeatable } = plan;
        const format = TrackFormats.mode2Form1;
        const image = { name, lengthBytes, repeatable, format, openReader: () => plan.openReader() };
        for await (const _progress of burnData(opened, image, { append: true, verify: 'full' }));
        // The kernel asks where the last session is when a disc comes in, not when one was written.
        await ejectDisc(opened);
        await closeTray(opened);
        await opened.whenReady({ activity: 'loading the disc', limitMs: 60_000 });
      } finally {
        await opened.close();
      }
      await runExpecting(0, 'modprobe', ['isofs']);
      mkdirSync(mounted);
      await runExpecting(0, 'mount', ['-t', 'iso9660', '-o', 'ro', block, mounted]);
      const [name] = readdirSync(mounted);
      assertSameBytes(readFileSync(join(mounted, name)), content, 'the file of session 2');
      await runExpecting(0, 'umount', [mounted]);
      const { stdout } = await runExpecting(0, 'cd-info', ['-C', block, '--no-cddb']);
      assert.match(stdout, new RegExp(`^Last CD Session LSN: ${place.nextWritableLba}$`, 'm'));
      return `session 2 at LBA ${place.nextWritableLba}`;
    },
  },
  {
    name: 'nothing is left behind',
    always: true,
    run: async () => {
      // Still running if words have left out the scenarios that end it.
      await server?.stop();
      await drive?.stop();
      assert.deepEqual([nodes(), targets()], [[], []]);
      assert.ok(!existsSync('/dev/sr0'));
    },
  },
];
