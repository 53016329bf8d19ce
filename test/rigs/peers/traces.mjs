import assert from 'node:assert/strict';
import { capabilitiesPage } from '../../../dist/mmc/index.js';
import { readTrace } from '../../../dist/trace/index.js';

const PREVENT_ALLOW = 0x1e;
const WRITE_10 = 0x2a;

const bytesOf = (data) => (typeof data === 'string' ? data.length / 2 : (data?.bytes ?? 0));

/** The exchanges of a trace that `--trace` recorded. */
export async function commandsOf(path) {
  const { entries } = await readTrace(path);
  return entries
    .filter(({ type }) => type === 'exchange')
    .map((entry) => ({
      ...entry,
      cdb: Buffer.from(entry.cdb, 'hex'),
      lengthBytes: Math.max(bytesOf(entry.out), entry.inBytes ?? 0),
    }));
}

/** Whether the tray is locked, as page 2Ah reports it to a second program. */
export const trayIsLocked = (drive) =>
  drive.openBySocket(async (bySocket) => (await bySocket.modePage(capabilitiesPage)).values.locked);

/**
 * Asserts that the drive was released: the tray is unlocked at the end, and exclusive access has ended. Also that the trace is
 * complete and can be shown.
 * @returns the exchanges
 */
export async function assertReleased(drive, tracePath) {
  const { header, entries, errors, cutOff } = await readTrace(tracePath);
  const commands = await commandsOf(tracePath);
  assert.equal(cutOff, false);
  const locks = commands.filter(({ cdb, outcome }) => cdb[0] === PREVENT_ALLOW && outcome === 'answered');
  assert.ok(locks.length >= 2, 'the tray was locked and unlocked');
  assert.equal(locks.at(-1).cdb[4], 0, 'the last PREVENT ALLOW MEDIUM REMOVAL allows it');
  assert.equal(await trayIsLocked(drive), false);
  const events = entries.filter(({ type }) => type === 'event').map(({ event }) => event);
  assert.deepEqual(events, ['take-exclusive', 'release-exclusive', 'close']);

  const words = await drive.traceInWords(tracePath);
  assert.ok(words[0].includes(header.path), words[0]);
  const toItsEnd = words.findIndex((line) => line.startsWith('It ended with an error: '));
  assert.equal(toItsEnd !== -1, errors.length > 0);
  const inOrder = toItsEnd === -1 ? words : words.slice(0, toItsEnd);
  assert.equal(inOrder.length, 1 + entries.length);
  const writes = commands.filter(({ cdb }) => cdb[0] === WRITE_10).length;
  assert.equal(inOrder.filter((line) => line.includes('WRITE(10)')).length, writes);
  return commands;
}
