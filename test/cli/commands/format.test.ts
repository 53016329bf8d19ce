import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { isoImage } from '../../support/iso-image.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { discwright } from '../cli.ts';

// Each test starts several processes at the same time: slow on a busy machine.
jest.setTimeout(120_000);

const cwd = temporaryFolder();
await writeFile(join(cwd, 'first.iso'), isoImage(400, 0));
const run = (...args: string[]) => discwright(args, { cwd });

describe('DVD and BD', () => {
  test.concurrent('a DVD+RW is formatted, written and described', async () => {
    const device = ['--device', 'sim:plus.disc?medium=DVD%2BRW'];
    expect((await run('info', ...device)).stdout).toContain('The disc is not formatted.');
    const formatted = await run('format', ...device);
    expect(formatted).toMatchObject({ code: 0, stderr: '' });
    expect(formatted.stdout).toContain('quick format (type 26h)');
    const burned = await run('data', ...device, '--verify', 'full', 'first.iso');
    expect(burned).toMatchObject({ code: 0, stderr: '' });
    expect(burned.stdout).toContain('Burning first.iso, 0.8 MB (400 blocks)');
    expect(burned.stdout).toContain('The data is on the disc, which can be overwritten.');
    const { stdout } = await run('info', ...device);
    expect(stdout).toContain('4.70 GB (2295104 blocks)');
    expect(stdout).toMatch(/Made by +PHILIPS\/041/);
  });

  test.concurrent('speeds are multiples of 1x of the disc', async () => {
    const { stdout } = await run('speeds', '--device', 'sim:?medium=DVD-R');
    expect(stdout).toMatch(/16x +22160 +CLV/);
  });

  test.concurrent('a DVD-R takes sessions, and is closed', async () => {
    const device = ['--device', 'sim:minus.disc?medium=DVD-R'];
    expect((await run('data', ...device, '--leave-open=session', 'first.iso')).code).toBe(0);
    expect((await run('close', ...device)).stdout).toContain('The disc is closed: nothing can be added.');
    expect(await run('format', ...device)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('DVD-R sequential recording is not formatted'),
    });
  });
});
