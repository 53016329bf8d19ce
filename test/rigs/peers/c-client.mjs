import assert from 'node:assert/strict';
import { join } from 'node:path';
import { repository } from '../support/served-drive.mjs';
import { scenario } from './virtual-drive.mjs';

const STRICT = ['-std=gnu11', '-O2', '-Wall', '-Wextra', '-Werror'];
const preload = join(repository, 'preload');

/** A program of a user's, in C, over the client that the package has as source. */
export const cClientScenarios = [
  scenario('a program in C asks the drive over its socket; it ends with the server', async (drive) => {
    const program = drive.path('ask-drive');
    const sources = [join(repository, 'examples/c/ask-drive.c'), join(preload, 'serve-client.c')];
    const own = { environment: { LD_PRELOAD: '' } };
    await drive.run('gcc', [...STRICT, '-I', preload, '-o', program, ...sources, '-lpthread'], own);
    const { stdout } = await drive.run(program, [drive.socketPath], own);
    assert.deepEqual(stdout.trim().split('\n'), [
      'drive: DISCWRT  VIRTUAL CD-RW    1.00',
      'disc: blank',
      'test write: on',
      'an unknown command: status 2, sense 5/20/00',
    ]);
    await drive.stop();
    const { stderr } = await drive.run(program, [drive.socketPath], { ...own, status: 1 });
    assert.equal(stderr, 'INQUIRY: No such device\n');
  }),
];
