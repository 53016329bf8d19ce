import assert from 'node:assert/strict';
import { openDrive } from '../../../../build/index.js';
import { VirtualDrive } from './virtual-drive.mjs';

let current;

/** The virtual drive that scenarios share, with another disc in it if `insert` names one. */
export async function ourDrive({ insert } = {}) {
  current ??= await VirtualDrive.plugIn();
  if (insert !== undefined) await current.do('insert', insert);
  return current;
}

/** The next scenario gets a new drive. */
export function forgetDrive() {
  current = undefined;
}

export async function putAway() {
  await current?.stop();
  current = undefined;
}

/** Something went wrong with the drive: it is killed. Starting the next one removes what the kernel still has of it. */
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
