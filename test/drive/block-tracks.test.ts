import { expect, test } from '@jest/globals';
import { Drive } from '../../src/drive/drive.ts';
import { burnData, readDiscState } from '../../src/index.ts';
import { readTrackInformation } from '../../src/mmc/commands/read-track-information.ts';
import { BlockDisc, SimulatedDrive } from '../../src/simulator/index.ts';
import { good, TamperedTransport } from '../support/tampered-transport.ts';
import { dataOf, finished } from '../write/recipes/block/support.ts';

const READ_TRACK_INFORMATION = readTrackInformation.spec.opcode;
/** As far as an adapter had filled its memory: what follows is of the reply before. */
const FRESH_BYTES = 5;

async function discWithTwoSessions() {
  const transport = new TamperedTransport(new SimulatedDrive({ disc: BlockDisc.blank('DVD+R') }));
  const drive = new Drive(transport);
  for (const append of [false, true]) {
    await finished(
      burnData(drive, dataOf(96), { ending: append ? 'finalize' : 'close-session', append, padBlocks: 0 }),
    );
  }
  return { transport, drive, truth: await readDiscState(drive) };
}

/** Replies to READ TRACK INFORMATION, the nth of which ends as the one before it, or as that of the first track. */
function stale(transport: TamperedTransport, isStale: (nth: number) => boolean): void {
  let before: Uint8Array | undefined;
  let nth = 0;
  transport.tamper = async (request, next) => {
    const reply = await next();
    if (request.cdb[0] !== READ_TRACK_INFORMATION || reply.outcome !== 'answered') return reply;
    const fresh = reply.data.slice();
    const data = fresh.slice();
    if (isStale(++nth) && before !== undefined) data.set(before.subarray(FRESH_BYTES), FRESH_BYTES);
    before = fresh;
    return good(data);
  };
}

test('the reply for a track that ends as the one before it is asked for again', async () => {
  const { transport, drive, truth } = await discWithTwoSessions();
  expect(truth.tracks.map(({ startLba }) => startLba)).toEqual([0, expect.any(Number)]);
  stale(transport, (nth) => nth === 2);
  expect(await readDiscState(drive, { everyTrack: true })).toEqual(truth);
});

test('so is that of the track before, which may be the false one', async () => {
  const { transport, drive, truth } = await discWithTwoSessions();
  let nth = 0;
  transport.tamper = async (request, next) => {
    const reply = await next();
    if (request.cdb[0] !== READ_TRACK_INFORMATION || reply.outcome !== 'answered' || ++nth > 1) return reply;
    const data = reply.data.slice();
    new DataView(data.buffer).setUint32(24, 2_000_000);
    return good(data);
  };
  expect(await readDiscState(drive, { everyTrack: true })).toEqual(truth);
});

test('a drive that says the same again is believed', async () => {
  const { transport, drive } = await discWithTwoSessions();
  stale(transport, (nth) => nth > 1);
  const { tracks } = await readDiscState(drive, { everyTrack: true });
  expect(tracks).toHaveLength(2);
});
