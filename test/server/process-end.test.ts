import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { serveDrive } from '../../src/index.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const LIBRARY = new URL('../../dist/index.js', import.meta.url).href;

test.each(['sim:', 'unix:'])('a program that leaves its %s drive open ends by itself', async (scheme) => {
  const socketPath = join(temporaryFolder(), 's');
  await using server = await serveDrive({ device: 'sim:', socketPath });
  const device = scheme === 'unix:' ? `unix:${server.socketPath}` : scheme;
  const program = `
    import { openDrive, readDiscState } from ${JSON.stringify(LIBRARY)};
    const drive = await openDrive(${JSON.stringify(device)});
    console.log((await readDiscState(drive)).status);
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  expect(await once(child, 'close')).toEqual([0, null]);
  expect(said).toBe('blank\n');
});
