import { fromHex } from '../../src/codec/index.ts';
import { readTrace } from '../../src/trace/index.ts';
import type { DeviceThread as DeviceThreadType } from '../../src/transport/device-thread.ts';
import { describeTransportContract } from './contract.ts';
import { recordingOf } from './recorded.ts';

// The thread's own file must be JavaScript: Node 20 cannot start a worker from TypeScript. `npm test` builds first.
const built = new URL('../../build/transport/device-thread.js', import.meta.url).href;
const { DeviceThread } = (await import(built)) as { DeviceThread: typeof DeviceThreadType };
const module = new URL('./recorded-device.mjs', import.meta.url).href;

/** What the recorded drive answered to each CDB that was answered in full. */
async function answersIn(scenario: string) {
  const { header, entries } = await readTrace(recordingOf(scenario));
  const answers = entries.flatMap((entry) => {
    if (entry.type !== 'exchange' || entry.outcome !== 'answered') return [];
    const data = typeof entry.in === 'string' ? fromHex(entry.in) : new Uint8Array();
    return [[entry.cdb, { status: entry.status, sense: fromHex(entry.sense ?? ''), data }] as const];
  });
  return { answers, maxTransferBytes: header.maxTransferBytes };
}

const noDrive = 'this thread has no drive';
describeTransportContract(
  'a device in a thread',
  async (scenario) => DeviceThread.open('/dev/recorded', { module, options: await answersIn(scenario) }),
  { timeOut: noDrive, drive: noDrive, burning: noDrive },
);
