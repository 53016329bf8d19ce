import { expect, test } from '@jest/globals';
import { capabilitiesPage } from '../../../src/mmc/mode-pages/index.ts';
import { modeParameters } from '../../../src/scsi/mode-page.ts';
import { toDriveForm } from '../../../src/server/tcmu/six-byte-modes.ts';
import { SimulatedDrive } from '../../../src/simulator/index.ts';
import type { DataPhase } from '../../../src/transport/transport.ts';

async function ask(drive: SimulatedDrive, cdb: Uint8Array, data: DataPhase): Promise<Uint8Array> {
  const exchange = toDriveForm(cdb, data);
  const reply = await drive.send({ ...exchange, timeoutMs: 10_000 });
  expect(reply).toMatchObject({ outcome: 'answered', status: 0x00 });
  return reply.outcome === 'answered' ? exchange.reply(reply.data) : new Uint8Array();
}

// The command that Linux's sr sends to a new drive: page 2Ah, 128 bytes.
test('MODE SENSE(6) returns the page after a header of four bytes', async () => {
  await using drive = new SimulatedDrive();
  const reply = await ask(drive, Uint8Array.of(0x1a, 0, 0x2a, 0, 128, 0), { direction: 'in', lengthBytes: 128 });
  expect(reply[0]).toBe(reply.length - 1);
  expect(reply[3]).toBe(0);
  expect(capabilitiesPage.decode(reply.subarray(4))).toMatchObject({ writeCdR: true });
});

test('a short allocation length cuts the reply but not the length that it states', async () => {
  await using drive = new SimulatedDrive();
  const whole = await ask(drive, Uint8Array.of(0x1a, 0, 0x2a, 0, 128, 0), { direction: 'in', lengthBytes: 128 });
  const cut = await ask(drive, Uint8Array.of(0x1a, 0, 0x2a, 0, 4, 0), { direction: 'in', lengthBytes: 4 });
  expect(cut).toEqual(whole.subarray(0, 4));
});

test('MODE SELECT(6) becomes the ten-byte form with its header', () => {
  const page = Uint8Array.of(0x01, 0x02, 0x00, 0x05);
  const bytes = Uint8Array.of(0, 0, 0, 0, ...page);
  const { cdb, data } = toDriveForm(Uint8Array.of(0x15, 0x10, 0, 0, 8, 0), { direction: 'out', bytes });
  expect([...cdb]).toEqual([0x55, 0x10, 0, 0, 0, 0, 0, 0, 12, 0]);
  if (data.direction !== 'out') throw new Error('no data');
  expect(modeParameters.decode(data.bytes).pages).toEqual([page]);
});

test('every other command stays as it is', () => {
  const cdb = Uint8Array.of(0x12, 0, 0, 0, 36, 0);
  const data = { direction: 'in', lengthBytes: 36 } as const;
  expect(toDriveForm(cdb, data)).toMatchObject({ cdb, data });
});
