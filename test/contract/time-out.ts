import { expect } from '@jest/globals';
import { synchronizeCache } from '../../src/mmc/commands/synchronize-cache.ts';
import { write10 } from '../../src/mmc/commands/write-10.ts';
import { execute } from '../../src/scsi/execute.ts';
import type { Scenario } from './contract.ts';
import { failureKind } from './requests.ts';

const BLOCKS = 20;
const BLOCK_BYTES = 2_352;

export function describeTimeOut(scenario: Scenario): void {
  scenario('time-out', 'fails, and does not hang', async (transport) => {
    await execute(transport, write10({ lba: 0, lengthBlocks: BLOCKS }, new Uint8Array(BLOCKS * BLOCK_BYTES)));
    // Writing its buffer to the disc takes the drive some milliseconds at any speed.
    const { cdb } = synchronizeCache({});
    expect(await failureKind(transport.send({ cdb, data: { direction: 'none' }, timeoutMs: 1 }))).toBe('timeout');
  });
}
