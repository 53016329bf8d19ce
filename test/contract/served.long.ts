import { join } from 'node:path';
import { afterEach } from '@jest/globals';
import { serveDrive } from '../../src/server/index.ts';
import { SocketTransport } from '../../src/server/socket-transport.ts';
import { SimulatedDrive } from '../../src/simulator/index.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { describeTransportContract } from './contract.ts';

const folder = temporaryFolder();

const behind: AsyncDisposable[] = [];
afterEach(async () => {
  for (const each of behind.splice(0)) await each[Symbol.asyncDispose]();
});

describeTransportContract('a served drive', async (scenario) => {
  const socketPath = join(folder, scenario);
  behind.push(await serveDrive({ device: 'sim:', socketPath, time: 'virtual' }));
  return SocketTransport.connect(socketPath);
});

describeTransportContract('the second program at a simulated drive', () => {
  const drive = new SimulatedDrive();
  behind.push(drive);
  return drive.connect();
});
