import { jest } from '@jest/globals';
import type { ScsiTransport } from '../../src/transport/transport.ts';
import { describeTransportContract } from './contract.ts';

jest.setTimeout(1_800_000);

/** The drive to test: `TEST_DRIVE=/dev/sr0 npm test`, or any path that `openTransport` accepts. */
const path = process.env['TEST_DRIVE'];
/** `TEST_DRIVE_BURN=1`: it contains a blank CD-R, or a CD-RW that may be erased. */
const mayBurn = process.env['TEST_DRIVE_BURN'] === '1';

/** The built package: Node starts the thread that talks to the drive only from JavaScript. */
async function open(): Promise<ScsiTransport> {
  const built = new URL('../../dist/index.js', import.meta.url).href;
  const { openTransport } = (await import(built)) as { openTransport: (path: string) => Promise<ScsiTransport> };
  return openTransport(path ?? '');
}

const noDrive = 'TEST_DRIVE is not set';
if (path === undefined || path === '') {
  describeTransportContract('hardware', open, { answers: noDrive, timeOut: noDrive, drive: noDrive, burning: noDrive });
} else {
  describeTransportContract(path, open, {
    timeOut: 'the system would reset a drive that is writing, and harm its disc',
    ...(mayBurn ? {} : { burning: 'TEST_DRIVE_BURN is not 1' }),
  });
}
