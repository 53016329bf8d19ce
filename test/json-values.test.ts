import { expect, test } from '@jest/globals';
import * as root from '../src/index.ts';
import { inJson } from '../src/json-values.ts';
import { blocksOfNoise } from './support/sources.ts';

const roundTrip = (value: unknown) => JSON.parse(JSON.stringify(value));

test('an error has its message, its details and its cause', () => {
  const cause = new root.TransportError({
    kind: 'gone',
    path: '/dev/sr0',
    operation: 'ioctl',
    reason: 'the drive is no longer there',
    remedy: 'Connect it again',
  });
  const error = new root.BurnError({ phase: 'writing', track: 2, reason: 'it failed', remedy: 'Try again', cause });
  expect(roundTrip(error)).toMatchObject({
    name: 'BurnError',
    message: error.message,
    phase: 'writing',
    track: 2,
    remedy: 'Try again',
    cause: { name: 'TransportError', kind: 'gone', path: '/dev/sr0', message: cause.message },
  });
});

test('a refusal of the drive has its sense, and the command', async () => {
  await using drive = await root.openDrive('sim:');
  const error = await root.closeDisc(drive).catch((reason: unknown) => reason);
  expect(roundTrip(error)).toMatchObject({ name: 'BurnError', code: 'NOTHING_TO_CLOSE', disc: { status: 'blank' } });
});

test('a drive says what it is and what is held of it', async () => {
  const drive = await root.openDrive('sim:');
  expect(roundTrip(drive)).toMatchObject({ simulated: true, locksTray: false, exclusiveOwner: '', closed: false });
  await drive.close();
  expect(roundTrip(drive)).toMatchObject({ closed: true });
});

test('the result of a burn and the state of its disc are what they are', async () => {
  await using drive = await root.openDrive('sim:');
  const result = await root.burnAudio(drive, [blocksOfNoise(310)]);
  expect(roundTrip(result)).toMatchObject({ disc: { status: 'complete' }, cancelled: false });
  expect(roundTrip(await root.readDiscState(drive))).toMatchObject({ status: 'complete', tracks: [{ number: 1 }] });
});

test('bytes are given by their beginning, and nothing refers to itself', () => {
  const value: Record<string, unknown> = {
    bytes: new Uint8Array(3_000_000),
    few: Uint8Array.of(1, 255),
    call: () => 1,
  };
  value['self'] = value;
  expect(roundTrip(inJson(value))).toEqual({
    bytes: { lengthBytes: 3_000_000, beginning: { hex: '00'.repeat(64) } },
    few: { hex: '01ff' },
  });
  expect(inJson([1n, Number.POSITIVE_INFINITY, new Set([1]), new Map([['a', 1]])])).toEqual([
    '1',
    'Infinity',
    [1],
    { a: 1 },
  ]);
});
