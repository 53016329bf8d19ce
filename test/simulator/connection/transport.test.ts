import { describe, expect, test } from '@jest/globals';
import { closeTrackSession } from '../../../src/mmc/commands/close-track-session.ts';
import { DiscStatus } from '../../../src/mmc/commands/read-disc-information.ts';
import { write10 } from '../../../src/mmc/commands/write-10.ts';
import { testUnitReady } from '../../../src/scsi/commands/test-unit-ready.ts';
import { Disc, SimulatedDrive } from '../../../src/simulator/index.ts';
import { breakChain, createChain } from '../../../src/transport/chain.ts';
import type { ScsiRequest } from '../../../src/transport/transport.ts';
import { TransportError } from '../../../src/transport/transport-error.ts';
import { asCd } from '../../support/cd.ts';
import {
  BLOCK_BYTES,
  blocks,
  burnTrack,
  closeSession,
  discInformation,
  flush,
  RESEND,
  run,
  trackInformation,
} from '../support.ts';

function writeRequest(lba: number, bytes: Uint8Array, more: Partial<ScsiRequest> = {}): ScsiRequest {
  const { cdb } = write10({ lba, lengthBlocks: bytes.length / BLOCK_BYTES }, bytes);
  return { cdb, data: { direction: 'out', bytes }, timeoutMs: 1_000, resend: RESEND, ...more };
}

const kindOf = async (promise: Promise<unknown>): Promise<string> => {
  try {
    await promise;
    return 'none';
  } catch (error) {
    if (error instanceof TransportError) return error.kind;
    throw error;
  }
};

describe('SimulatedDrive as a transport', () => {
  test('keeps the order of the calls', async () => {
    await using drive = new SimulatedDrive();
    const written = blocks(270);
    const replies = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        drive.send(writeRequest(index * 27, written.slice(index * 27 * BLOCK_BYTES, (index + 1) * 27 * BLOCK_BYTES))),
      ),
    );
    expect(replies.map((reply) => reply.outcome === 'answered' && reply.status)).toEqual(Array(10).fill(0));
    expect(await trackInformation(drive)).toMatchObject({ nextWritableLba: 270 });
  });

  test('a chain stops at the first failure; the rest is skipped and its memory is returned', async () => {
    await using drive = new SimulatedDrive();
    const chain = createChain();
    const send = (lba: number) => {
      const bytes = blocks(10);
      return drive.send(writeRequest(lba, bytes, { chain, data: { direction: 'out', bytes, handOver: true } }));
    };
    const replies = await Promise.all([send(0), send(11), send(10), drive.send(writeRequest(10, blocks(10)))]);
    expect(replies).toMatchObject([
      { outcome: 'answered', status: 0x00, returned: { length: 10 * BLOCK_BYTES } },
      { outcome: 'answered', status: 0x02, returned: { length: 10 * BLOCK_BYTES } },
      { outcome: 'skipped', returned: { length: 10 * BLOCK_BYTES } },
      { outcome: 'answered', status: 0x00 },
    ]);
    expect(await trackInformation(drive)).toMatchObject({ nextWritableLba: 20 });
  });

  test('a broken chain stops immediately, even while the drive refuses a WRITE because its buffer is full', async () => {
    await using drive = new SimulatedDrive({ bufferBytes: 15 * BLOCK_BYTES, writeSpeeds: [1] });
    const chain = createChain();
    const sent = Array.from({ length: 5 }, (_, index) =>
      drive.send(writeRequest(index * 10, blocks(10), { chain, resend: { ...RESEND, waitsMs: [1] } })),
    );
    await sent[0];
    await drive.clock.sleep(20);
    breakChain(chain);
    const outcomes = (await Promise.all(sent)).map(({ outcome }) => outcome);
    expect(outcomes).toEqual(['answered', 'skipped', 'skipped', 'skipped', 'skipped']);
    expect(await trackInformation(drive)).toMatchObject({ nextWritableLba: 10 });
  });

  test('memory that is handed over is unavailable until it is returned; other memory is copied', async () => {
    await using drive = new SimulatedDrive();
    const given = blocks(1);
    const sending = drive.send(writeRequest(0, given, { data: { direction: 'out', bytes: given, handOver: true } }));
    expect(given).toHaveLength(0);
    expect(await sending).toMatchObject({ returned: { length: BLOCK_BYTES } });
    const lent = blocks(1, 5);
    const lending = drive.send(writeRequest(1, lent));
    lent.fill(0);
    await lending;
    expect(Buffer.compare((await asCd(drive.burner.disc).read(1, 1)) ?? lent, blocks(1, 5))).toBe(0);
    const part = blocks(2).subarray(BLOCK_BYTES);
    await expect(
      drive.send(writeRequest(2, part, { data: { direction: 'out', bytes: part, handOver: true } })),
    ).rejects.toThrow(TypeError);
  });

  test('at the resend limit the last answer is returned', async () => {
    await using drive = new SimulatedDrive({ bufferBytes: 10 * BLOCK_BYTES, writeSpeeds: [1] });
    await drive.send(writeRequest(0, blocks(10)));
    const limited = { ...RESEND, waitsMs: [1] as [number], limitMs: 20 };
    const reply = await drive.send(writeRequest(10, blocks(10), { resend: limited }));
    expect(reply).toMatchObject({ outcome: 'answered', status: 0x02 });
    expect('resends' in reply && reply.resends).toBeGreaterThan(5);
  });

  test('too much data, too little time, and a drive that is closed', async () => {
    const drive = new SimulatedDrive({ maxTransferBytes: 30_000 });
    expect(drive).toMatchObject({ path: 'sim:', maxTransferBytes: 30_000, simulated: true });
    expect(await kindOf(drive.send(writeRequest(0, blocks(13))))).toBe('too-large');
    await burnShortTrack(drive);
    const impatient = drive.send({
      cdb: closeTrackSession({ closeFunction: 2 }).cdb,
      data: { direction: 'none' },
      timeoutMs: 100,
    });
    expect(await kindOf(impatient)).toBe('timeout');
    await drive.takeExclusive('test');
    await drive.releaseExclusive();
    const open = drive.send({ cdb: testUnitReady({}).cdb, data: { direction: 'none' }, timeoutMs: 100 });
    const closing = drive.close();
    expect(await kindOf(open)).toBe('gone');
    await closing;
    await drive.close();
    expect(await kindOf(run(drive, testUnitReady({})))).toBe('gone');
    expect(await kindOf(drive.takeExclusive('test'))).toBe('gone');
  });

  test('what is in progress when the drive is closed finishes', async () => {
    const disc = Disc.blank();
    const drive = new SimulatedDrive({ disc });
    await burnTrack(drive, blocks(300));
    await closeSession(drive, true);
    await drive.close();
    await using next = new SimulatedDrive({ disc });
    expect(await discInformation(next)).toMatchObject({ discStatus: DiscStatus.Complete });
  });
});

async function burnShortTrack(drive: SimulatedDrive): Promise<void> {
  await drive.send(writeRequest(0, blocks(10)));
  await flush(drive);
}
