import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildProbe } from '../preload/build.mjs';
import { assertSameBytes } from '../support/saved-disc.mjs';
import { repository } from '../support/served-drive.mjs';
import { dataTrack } from './material.mjs';
import { SG, SR, scenario } from './virtual-drive.mjs';

/**
 * What the probe printed for a served drive on Debian's kernel 6.1 (tcm_loop, `serve --tcmu`), one answer per line. One depends on
 * the host adapter: for more than its largest transfer, sr returns EIO on AHCI and USB, EINVAL on tcm_loop.
 */
const KERNEL_ANSWERS = `
sr open: 0
sr is a block device: 1, of major 11
sr SG_GET_VERSION_NUM: 30527
sr BLKSECTGET: 1
sr BLKSSZGET: 2048
sr SG_GET_SCSI_ID: EINVAL
sr CDROM_DRIVE_STATUS: 4
sr INQUIRY: status 0/0/0, masked 0, info 0, sense 0 0/00/00, left 0
sr INQUIRY into two pieces: status 0/0/0, masked 0, info 0, sense 0 0/00/00, left 0
sr the pieces: type 5, something after: 1
sr unknown command: status 2/0/8, masked 1, info 1, sense 18 5/20/00, left 0
sr sense cut to 8: status 2/0/8, masked 1, info 1, sense 8 5/00/00, left 0
sr another interface_id: EINVAL
sr CDB of 0 bytes: EMSGSIZE
sr CDB of 33 bytes: EINVAL
sr more than the largest transfer: EIO
sr a length without direction: EINVAL
sr to and from the drive: status 0/0/0, masked 0, info 0, sense 0 0/00/00, left 0
sr O_EXCL: 0
sr O_EXCL again: EBUSY
sr plain open meanwhile: 0
sr O_EXCL while a copy is open: EBUSY
sr O_EXCL after that: 0
sr an unknown ioctl: EINVAL
sr SG_IO when closed: EBADF
sg open: 0
sg is a character device: 1, of major 21
sg SG_GET_VERSION_NUM: 1
sg BLKSECTGET: 1
sg SG_GET_SCSI_ID: 5
sg INQUIRY: status 0/0/0, masked 0, info 0, sense 0 0/00/00, left 0
sg INQUIRY into two pieces: status 0/0/0, masked 0, info 0, sense 0 0/00/00, left 0
sg the pieces: type 5, something after: 1
sg unknown command: status 2/0/8, masked 1, info 1, sense 18 5/20/00, left 0
sg sense cut to 8: status 2/0/8, masked 1, info 1, sense 8 5/00/00, left 0
sg another interface_id: ENOSYS
sg CDB of 0 bytes: EMSGSIZE
sg CDB of 33 bytes: EINVAL
sg more than the largest transfer: EINVAL
sg read: EAGAIN
sg O_EXCL while it is open: EBUSY
sg O_EXCL read-only: EPERM
sg O_EXCL alone: 0
sg plain open meanwhile: EBUSY
sg another process meanwhile: EBUSY
`;

/** The line of docs/serve.md that builds the library, for this checkout. */
function documentedBuild() {
  const text = readFileSync(join(repository, 'docs/serve.md'), 'utf8');
  const [, line] = /^ {4}(cc .*)$/m.exec(text) ?? [];
  return line.replace('node_modules/discwright/preload', join(repository, 'preload'));
}

/** All other scenarios depend on this library. */
export const libraryScenarios = [
  scenario('the library as docs/serve.md says to build it; its files are removed with the server', async (drive) => {
    await drive.run('sh', ['-c', documentedBuild()], { environment: { LD_PRELOAD: '' } });
    await drive.run('cdrdao', ['disk-info', '--device', SR, '--driver', 'generic-mmc'], {
      environment: { LD_PRELOAD: drive.path('preload.so') },
    });
    const files = ['.sr', '.sg'].map((suffix) => `${drive.socketPath}${suffix}`);
    assert.ok(files.some((path) => existsSync(path)));
    await drive.stop();
    assert.deepEqual(
      files.filter((path) => existsSync(path)),
      [],
    );
  }),
  scenario('the preloaded nodes answer as the kernel does', async (drive) => {
    const { stdout } = await drive.run(buildProbe(), [SR, SG]);
    assert.deepEqual(stdout.trim().split('\n'), KERNEL_ANSWERS.trim().split('\n'));
  }),
  scenario('the preloaded block node is read as a file, by read, stdio and after exec', async (drive) => {
    const { path, track } = await dataTrack(drive, 'first', 0);
    await drive.run('wodim', [`dev=${SR}`, 'gracetime=0', '-tao', '-data', path]);
    const bytes = String(track.bytes.length);
    assertSameBytes(await drive.output('head', ['-c', bytes, SR]), track.bytes, 'head, by read');
    const blocks = ['bs=2048', 'skip=7', 'count=5', 'status=none', `if=${SR}`];
    const part = track.bytes.subarray(7 * 2_048, 12 * 2_048);
    assertSameBytes(await drive.output('dd', blocks), part, 'dd, from block 7');
    assertSameBytes(await drive.output('cmp', ['-n', bytes, SR, path]), Buffer.alloc(0), 'cmp');
    const dump = await drive.output('od', ['-v', '-An', '-tx1', '-N', '800', SR]);
    const dumped = Buffer.from(dump.toString().replaceAll(/\s/g, ''), 'hex');
    assertSameBytes(dumped, track.bytes.subarray(0, 800), 'od, by stdio');
    const inherited = await drive.output('sh', ['-c', `exec head -c ${bytes} <${SR}`]);
    assertSameBytes(inherited, track.bytes, 'head, on a descriptor that the shell opened');
  }),
];
