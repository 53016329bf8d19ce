// Each kind of DVD and BD that discwright wrote, in a virtual burner that is a drive of the kernel: mounted by isofs and by udf.
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noise } from '../../../support/noise-source.mjs';
import { runExpecting } from '../../support/programs.mjs';
import { assertSameBytes } from '../../support/saved-disc.mjs';
import { VirtualDrive } from '../guest/virtual-drive.mjs';

const facts = JSON.parse(readFileSync('/rig/media.json', 'utf8'));
const mounted = join(tmpdir(), 'mounted');
let drive;

async function assertMounted(type, file, content) {
  await runExpecting(0, 'mount', ['-t', type, '-o', 'ro', drive.block, mounted]);
  try {
    assert.deepEqual(readdirSync(join(mounted, 'a folder')), [file]);
    assertSameBytes(readFileSync(join(mounted, 'a folder', file)), content, `${file} by ${type}`);
  } finally {
    await runExpecting(0, 'umount', [mounted]);
  }
}

export const scenarios = [
  {
    name: 'the kernel recognizes a recorder of DVD and BD',
    always: true,
    run: async () => {
      await runExpecting(0, 'mount', ['-t', 'configfs', 'configfs', '/sys/kernel/config']);
      mkdirSync(mounted);
      drive = await VirtualDrive.plugIn({ medium: 'DVD-R' });
      const info = readFileSync('/proc/sys/dev/cdrom/info', 'utf8');
      for (const what of ['Can write DVD-R', 'Can write DVD-RAM', 'Can write RAM'])
        assert.match(info, new RegExp(`${what}:\\s+1`));
    },
  },
  ...facts.map(({ name, number, seed, multisession, bytes }) => ({
    name: `${name}: the kernel mounts what discwright wrote, by isofs and by udf`,
    run: async () => {
      await drive.do('load', `/rig/${number}.disc`);
      for (const type of ['iso9660', 'udf']) await assertMounted(type, 'bridge.bin', noise(bytes, seed));
      if (!multisession) return 'one session';
      await drive.do('load', `/rig/${number}-sessions.disc`);
      await assertMounted('iso9660', 'second.bin', noise(bytes, seed + 2));
      return 'the second session too';
    },
  })),
];

export const tearDown = () => drive?.stop();
