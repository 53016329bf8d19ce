import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { ServedDrive } from '../../src/server/served-drive.ts';
import { claimSocketFile } from '../../src/server/socket-file.ts';
import { SocketServer } from '../../src/server/socket-server.ts';
import { SimulatedDrive } from '../../src/simulator/index.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { discwright } from './cli.ts';
import { writeSilence } from './wavs.ts';

// Each test starts a process: slow on a busy machine.
jest.setTimeout(60_000);

async function burnOnServedDrive(env: Readonly<Record<string, string>>) {
  const cwd = temporaryFolder();
  const path = join(cwd, 's');
  const simulated = new SimulatedDrive();
  const server = await SocketServer.listen(path, await claimSocketFile(path), new ServedDrive(simulated, true));
  try {
    await writeSilence(cwd, 'long.wav', 20 * 60);
    const ended = await discwright(['burn', '--device', 'unix:s', 'long.wav'], { cwd, env });
    return { ...ended, locked: simulated.burner.tray.locked };
  } finally {
    server.stopListening();
    await simulated.close();
    await server.close();
  }
}

test.each([['exception'], ['rejection']])('a bug, an uncaught %s, leaves no tray locked', async (kind) => {
  const preload = new URL('./planted-bug.mjs', import.meta.url).href;
  const ended = await burnOnServedDrive({ NODE_OPTIONS: `--import=${preload}`, PLANTED: kind });
  expect(ended).toMatchObject({ code: 1, locked: false });
  expect(ended.stderr).toMatch(/internal error: Error: a planted bug/);
});
