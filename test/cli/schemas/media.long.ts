import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { resultOf } from './validator.ts';

const folder = temporaryFolder();
const CDS = ['CD-R 80', 'CD-RW'];
const WRITTEN_ONCE = ['DVD-R', 'DVD-R DL', 'DVD+R', 'DVD+R DL', 'BD-R'];
const OVERWRITTEN = ['DVD-RW', 'DVD-RAM', 'DVD+RW', 'BD-RE'];

beforeAll(async () => {
  await writeFile(join(folder, 'hello.txt'), 'Hello');
  await writeFile(join(folder, 'more.txt'), 'More');
});

test.each([...CDS, ...WRITTEN_ONCE, ...OVERWRITTEN])(
  'what commands print of a %s is as their schemas say',
  async (medium) => {
    const device = `sim:${medium}.disc?medium=${encodeURIComponent(medium)}`;
    const run = (name: string, ...args: string[]) => resultOf(['--device', device, ...args], name, folder);
    const all = ['info', 'speeds', 'features', 'toc', 'map'];
    for (const name of all) await run(name, name);
    await run('burn', 'data', 'hello.txt', '--leave-open', '--verify', 'full');
    await run('burn', 'data', 'more.txt', '--append');
    const { entries } = await run('iso-list', 'iso', 'list');
    expect(entries).toMatchObject([{ path: 'hello.txt' }, { path: 'more.txt' }]);
    await run('iso-check', 'iso', 'check', '--read');
    for (const name of all) await run(name, name);
  },
);
