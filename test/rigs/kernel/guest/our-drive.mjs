import assert from 'node:assert/strict';
import { openDrive } from '../../../../dist/index.js';
import { VirtualDrive } from './virtual-drive.mjs';

let current;

/** The virtual drive that scenarios share, with another disc in it where one is wanted. */
export async function ourDrive({ insert } = {}) {
  current ??= await VirtualDrive.plugIn();
  if (insert !== undefined) await current.do('insert', insert);
  return current;
}

/** The next scenario gets a new one. */
export function forgetDrive() {
  current = undefined;
}

export async function putAway() {
  await current?.stop();
  current = undefined;
}

/** Something went wrong with it: it is killed, and what the kernel has of it goes when the next one begins. */
export async function giveUp() {
  await current?.kill();
  current = undefined;
}

export async function withDrive(path, use) {
  const drive = await openDrive(path);
  try {
    return await use(drive);
  } finally {
    await drive.close();
  }
}

export const failureOf = (promise) =>
  promise.then(
    (value) => assert.fail(`did not fail, but resolved with ${JSON.stringify(value)}`),
    (error) => error,
  );
