import { join } from 'node:path';
import { afterEach } from '@jest/globals';
import { serveDrive } from '../../src/server/index.ts';
import { SocketTransport } from '../../src/server/socket-transport.ts';
import { SimulatedDrive } from '../../src/simulator/index.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { describeTransportContract } from './contract.ts';

const folder = temporaryFolder();

const drives: AsyncDisposable[] = [];
afterEach(async () => {
  for (const each of drives.splice(0)) await each[Symbol.asyncDispose]();
});

describeTransportContract('a served drive', async (scenario) => {
  const socketPath = join(folder, scenario);
  drives.push(await serveDrive({ device: 'sim:', socketPath, time: 'virtual' }));
  return SocketTransport.connect(socketPath);
});

describeTransportContract('a second program using a simulated drive', () => {
  const drive = new SimulatedDrive();
  drives.push(drive);
  return drive.connect();
});
